using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Node.Output;
using Hanzo.Network.Node.Settings;
using Hanzo.Network.State;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Node.Hosting;

/// <summary>Runs one node from its first file to its last goodbye.</summary>
internal static class NodeRunner
{
    /// <param name="isChild">Ends with standard input and leaves no data.</param>
    /// <param name="more">Registers what counts over the node's own services; null: nothing does.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(
        NodeSettings settings, bool isChild, Screen screen, Action<IServiceCollection>? more = null)
    {
        var inputs = NodeInputs.Load(settings);
        if (inputs.Problems.Length > 0) return screen.BadUsage([.. inputs.Problems]);

        var root = DataRoot.Of(settings.DataRoot);
        var (held, refusal) = NodeClaim.Take(settings, root);
        if (held is null) return screen.Failed("id_in_use", refusal!);
        try
        {
            using (held) return await RunLockedAsync(settings, inputs, held, isChild, screen, more);
        }
        finally
        {
            if (isChild) Directory.Delete(held.Folder, recursive: true);
        }
    }

    private static async Task<int> RunLockedAsync(
        NodeSettings settings, NodeInputs inputs, NodeLock held, bool isChild, Screen screen, Action<IServiceCollection>? more)
    {
        using var telemetry = NodeTelemetry.Start(held.NodeId, settings.Network);
        NodeTrust trust;
        Socket http;
        try
        {
            trust = NodeTrust.Open(settings, held.NodeId);
            http = HttpSocket.Bind(settings.HttpBind, settings.HttpPort);
        }
        catch (KeyStoreException e)
        {
            return screen.Failed("keys_unusable", e.Message);
        }
        catch (IOException e)
        {
            return screen.Failed("no_http_port", e.Message);
        }
        var urls = HttpUrls.Of(settings, ((IPEndPoint)http.LocalEndPoint!).Port);
        await using var app = NodeHost.Build(settings, http, builder =>
        {
            NetworkRegistration.Add(builder, settings, inputs, trust, held.NodeId, urls.Told, plays: isChild);
            EnrolmentRegistration.Add(builder.Services, settings, trust);
            more?.Invoke(builder.Services);
        });
        if (isChild) ParentWatch.Start(Console.OpenStandardInput(), app.Lifetime.StopApplication);
        return await ServeAsync(app, settings, inputs, trust, held, urls.Local, screen);
    }

    private static async Task<int> ServeAsync(
        WebApplication app, NodeSettings settings, NodeInputs inputs, NodeTrust trust, NodeLock held, string httpUrl, Screen screen)
    {
        using var impatience = Impatience.After(app.Lifetime.ApplicationStopping);
        try
        {
            await screen.WaitAsync($"joining network {settings.Network}", () => StartAsync(app));
            var status = await app.Services.GetRequiredService<IAgentNetwork>().GetStatusAsync(app.Lifetime.ApplicationStopping);
            LocalNodes.Write(held.Folder, RecordOf(status, httpUrl));
            ReadyLine.Write(screen, settings, inputs, trust, status, httpUrl);
            ReturnStartUpMemory();
            await app.WaitForShutdownAsync();
            return app.Services.GetService<RevokedEnd>()?.Reason is { } reason ? screen.Failed("revoked", reason) : ExitCode.Ok;
        }
        catch (OptionsValidationException e)
        {
            return screen.BadUsage([.. e.Failures]);
        }
        catch (EventStoreException e)
        {
            return screen.Failed("journal_unavailable", e.Message);
        }
        catch (AgentNetworkException e)
        {
            return screen.Failed("not_joined", e.Message);
        }
        catch (IOException e)
        {
            return screen.Failed("cannot_start", e.Message);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to end before it was ready.
            return app.Services.GetService<RevokedEnd>()?.Reason is { } reason ? screen.Failed("revoked", reason) : ExitCode.Ok;
        }
        finally
        {
            LocalNodes.Remove(held.Folder);
            LocalContacts.Remove(held.Folder);
            await app.StopAsync();
        }
    }

    private static async Task<bool> StartAsync(WebApplication app)
    {
        await app.StartAsync();
        await Readiness.WaitAsync(app.Services.GetService<HealthCheckService>(), app.Lifetime.ApplicationStopping);
        return true;
    }

    // Starting needs far more memory than idling; without pressure the collector would keep it.
    private static void ReturnStartUpMemory() =>
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);

    private static NodeRecord RecordOf(NetworkStatus status, string httpUrl) => new()
    {
        Network = status.Network,
        NodeId = status.NodeId,
        Pid = Environment.ProcessId,
        Host = Environment.MachineName,
        HttpUrl = httpUrl,
        Address = status.Address,
        StartedAt = DateTimeOffset.UtcNow,
    };
}
