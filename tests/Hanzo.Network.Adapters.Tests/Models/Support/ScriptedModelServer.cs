using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Tests.Models.Support;

/// <summary>A real HTTP server in OpenAI's format that answers as a test says, call by call; the last step repeats.</summary>
internal sealed class ScriptedModelServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ModelStep[] _steps;
    private readonly Lock _lock = new();
    private ImmutableList<SeenCall> _seen = [];

    private ScriptedModelServer(WebApplication app, ModelStep[] steps) => (_app, _steps) = (app, steps);

    /// <summary>Up to and with /v1.</summary>
    public Uri BaseUrl { get; private set; } = null!;

    /// <summary>Ids that it lists as its models.</summary>
    public ImmutableArray<string> Models { get; init; } = [];

    public ImmutableList<SeenCall> Seen => Volatile.Read(ref _seen);

    public static Task<ScriptedModelServer> StartAsync(params ModelStep[] steps) => StartAsync(0, ["test-model"], steps, "test");

    /// <param name="port">0 takes any.</param>
    /// <param name="owner">Of its models, as it says.</param>
    public static Task<ScriptedModelServer> StartAtAsync(int port, ImmutableArray<string> models, ModelStep step, string owner = "test") =>
        StartAsync(port, models, [step], owner);

    private static async Task<ScriptedModelServer> StartAsync(int port, ImmutableArray<string> models, ModelStep[] steps, string owner)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var app = builder.Build();
        var server = new ScriptedModelServer(app, steps) { Models = models };
        app.MapPost("/v1/chat/completions", server.AnswerAsync);
        app.MapGet("/v1/models", () => Results.Json(new
        {
            @object = "list", data = server.Models.Select(id => new { id, @object = "model", owned_by = owner }),
        }));
        await app.StartAsync();
        server.BaseUrl = new Uri(app.Urls.Single() + "/v1");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var request = await JsonDocument.ParseAsync(http.Request.Body);
        var call = new SeenCall(request.RootElement.Clone(), http.Request.Headers.Authorization.ToString());
        ModelStep step;
        lock (_lock)
        {
            step = _steps[Math.Min(_seen.Count, _steps.Length - 1)];
            _seen = _seen.Add(call);
        }

        await step(http, call);
    }
}

internal delegate Task ModelStep(HttpContext http, SeenCall call);

/// <summary>One call as the server got it.</summary>
internal sealed record SeenCall(JsonElement Body, string Authorization)
{
    public bool IsStreamed => Body.TryGetProperty("stream", out var stream) && stream.ValueKind == JsonValueKind.True;
}
