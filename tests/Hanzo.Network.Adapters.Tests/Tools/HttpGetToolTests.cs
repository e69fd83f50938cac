using System.IO.Compression;
using System.Net;
using System.Text;
using Hanzo.Network.Adapters.Tools;
using Hanzo.Network.Tools.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Adapters.Tests.Tools;

/// <summary>Against a real server, whose names lead where the test says.</summary>
public sealed class HttpGetToolTests : IAsyncLifetime
{
    private const string Host = "page.test";
    private WebApplication _app = null!;
    private int _asked;

    private int Port => new Uri(_app.Urls.Single()).Port;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Use((http, next) =>
        {
            Interlocked.Increment(ref _asked);
            return next(http);
        });
        _app.MapGet("/", () => "hello");
        _app.MapGet("/old", () => Results.Redirect("/"));
        _app.MapGet("/circle", () => Results.Redirect("/circle"));
        _app.MapGet("/away", () => Results.Redirect("http://169.254.169.254/latest/meta-data"));
        _app.MapGet("/large", () => new string('x', 10_000_000));
        _app.MapGet("/packed", PackedAsync);
        _app.MapGet("/close", (HttpContext http) =>
        {
            http.Response.Headers.Connection = "close";
            return "closed";
        });
        _app.MapGet("/latin", () => Results.Bytes(Encoding.Latin1.GetBytes("grün"), "text/plain; charset=iso-8859-1"));
        _app.MapGet("/picture", () => Results.Bytes(new byte[] { 1, 0, 2 }, "image/png"));
        _app.MapGet("/broken", () => Results.Text(new string('e', 600), statusCode: 503));
        await _app.StartAsync();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [InlineData("/", "hello")]
    [InlineData("/old", "hello")]
    [InlineData("/latin", "grün")]
    public async Task A_text_of_a_listed_host_is_fetched(string path, string text) => (await Get(path)).ShouldBe(text);

    [Theory]
    [InlineData("/large", "the answer has more than 196608 bytes.")]
    [InlineData("/packed", "the answer has more than 196608 bytes.")]
    [InlineData("/circle", "there are more than 5 redirects.")]
    [InlineData("/picture", "is no text, but image/png of 3 bytes.")]
    [InlineData("/broken", "answers 503 Service Unavailable: eee")]
    public async Task What_is_no_answer_is_an_error_that_says_why(string path, string error) =>
        (await Should.ThrowAsync<IOException>(Get(path))).Message.ShouldContain(error);

    [Fact]
    public async Task A_redirect_to_a_host_that_is_not_listed_is_not_followed() =>
        (await Should.ThrowAsync<ArgumentException>(Get("/away"))).Message
            .ShouldContain("'169.254.169.254' is not among the hosts that may be asked");

    [Theory]
    [InlineData("127.0.0.1", "this machine")]
    [InlineData("::1", "this machine")]
    [InlineData("::ffff:127.0.0.1", "this machine")]
    [InlineData("10.0.0.1", "in a private network")]
    [InlineData("169.254.169.254", "link-local")]
    public async Task A_name_that_leads_to_an_address_that_is_not_public_is_refused(string address, string kind)
    {
        var error = await Should.ThrowAsync<IOException>(Get("/", mayBePrivate: false, address));

        error.Message.ShouldBe($"'{Host}' has the address {IPAddress.Parse(address)}, which is {kind}; it may not be reached.");
        _asked.ShouldBe(0);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task An_address_that_is_not_public_is_refused_though_it_is_listed(string host) =>
        (await Should.ThrowAsync<IOException>(GetFrom($"http://{host}:{Port}/", mayBePrivate: false, $"{host}:{Port}")))
            .Message.ShouldContain("which is this machine; it may not be reached.");

    [Fact]
    public async Task Where_private_addresses_are_allowed_link_local_ones_are_not() =>
        (await Should.ThrowAsync<IOException>(Get("/", mayBePrivate: true, "169.254.169.254"))).Message.ShouldContain("link-local");

    [Fact]
    public async Task A_name_that_leads_elsewhere_at_the_next_look_is_refused_at_the_next_look()
    {
        var looks = new Queue<string>(["127.0.0.1", "169.254.169.254"]);
        using var tool = new HttpGetTool(
            HostList.Parse([$"{Host}:{Port}"])!, mayBePrivate: true,
            (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(looks.Dequeue())]));
        var http = new Uri($"http://{Host}:{Port}/close");
        (await Call(tool, http)).ShouldBe("closed");

        (await Should.ThrowAsync<IOException>(Call(tool, http))).Message.ShouldContain("link-local");
    }

    [Fact]
    public async Task A_host_that_refuses_is_told()
    {
        var port = Port;
        await _app.StopAsync();

        (await Should.ThrowAsync<IOException>(GetFrom($"http://{Host}:{port}/", mayBePrivate: true, $"{Host}:{port}")))
            .Message.ShouldContain("refused");
    }

    [Fact]
    public async Task Who_cancels_does_not_wait_for_an_answer()
    {
        using var cancel = new CancellationTokenSource();
        using var tool = new HttpGetTool(HostList.Parse([$"{Host}:{Port}"])!, mayBePrivate: true, async (_, token) =>
        {
            await cancel.CancelAsync();
            await new TaskCompletionSource().Task.WaitAsync(token);
            return [];
        });

        await Should.ThrowAsync<OperationCanceledException>(Call(tool, new Uri($"http://{Host}:{Port}/"), cancel.Token));
    }

    private static async Task PackedAsync(HttpContext http)
    {
        http.Response.Headers.ContentEncoding = "gzip";
        http.Response.ContentType = "text/plain";
        await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
        await packed.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 10_000_000)));
    }

    private Task<string> Get(string path, bool mayBePrivate = true, string address = "127.0.0.1") =>
        GetFrom($"http://{Host}:{Port}{path}", mayBePrivate, $"{Host}:{Port}", address);

    private static async Task<string> GetFrom(string url, bool mayBePrivate, string host, string address = "127.0.0.1")
    {
        using var tool = new HttpGetTool(
            HostList.Parse([host])!, mayBePrivate, (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]));
        return await Call(tool, new Uri(url));
    }

    private static async Task<string> Call(HttpGetTool tool, Uri url, CancellationToken cancellation = default) =>
        (await tool.Create().Function.InvokeAsync(new AIFunctionArguments { ["url"] = url.AbsoluteUri }, cancellation))!.ToString()!;
}
