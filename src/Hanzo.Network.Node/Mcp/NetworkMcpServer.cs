using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hanzo.Network.Node.Mcp;

/// <summary>Offers the agents of a network as tools to whoever speaks MCP. Each call finds a node anew.</summary>
/// <param name="connect">Finds a node; throws <see cref="NodeClientException"/>.</param>
internal sealed partial class NetworkMcpServer(Func<NodeClient> connect, TimeProvider time, ILoggerFactory loggers)
{
    private const string Name = "hanzo-network";
    private const string Gone = "whoever asked has gone";
    private static readonly TimeSpan CancelWithin = TimeSpan.FromSeconds(5);

    private readonly ILogger _log = loggers.CreateLogger<NetworkMcpServer>();

    private const string Instructions =
        "Agents of a network of machines. A tool named after an agent asks it; to go on with a conversation, give the session that an "
        + "earlier answer named.";

    /// <summary>Until the input ends.</summary>
    public async Task RunAsync(Stream input, Stream output, CancellationToken cancellation)
    {
        var options = new McpServerOptions
        {
            ServerInfo = new Implementation { Name = Name, Version = NetworkVersion.Current },
            ServerInstructions = Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
            Handlers = new McpServerHandlers
            {
                ListToolsHandler = async (_, cancelled) => new ListToolsResult { Tools = await ListAsync(cancelled) },
                CallToolHandler = async (context, cancelled) => await CallAsync(context.Params, cancelled),
            },
        };
        await using var transport = new StreamServerTransport(input, output, Name, loggers);
        await using var server = McpServer.Create(transport, options, loggers);
        await server.RunAsync(cancellation);
    }

    private async Task<IList<Tool>> ListAsync(CancellationToken cancellation)
    {
        using var node = connect();
        return McpTools.For(await node.GetAgentsAsync(cancellation));
    }

    private async Task<CallToolResult> CallAsync(CallToolRequestParams? call, CancellationToken cancellation)
    {
        try
        {
            using var node = connect();
            var arguments = call?.Arguments;
            return call?.Name switch
            {
                McpTools.Status => McpAnswers.Of(await node.GetNetworkAsync(cancellation)),
                McpTools.List => McpAnswers.Of(await node.GetAgentsAsync(cancellation)),
                McpTools.Result => McpAnswers.Of(await node.GetRunAsync(McpArguments.Require(arguments, "run"), cancellation)),
                _ => await AskAsync(node, call?.Name ?? "", arguments, cancellation),
            };
        }
        catch (Exception e) when (e is NodeClientException or FormatException)
        {
            return McpAnswers.Error(e.Message);
        }
    }

    private async Task<CallToolResult> AskAsync(
        NodeClient node, string tool, IDictionary<string, JsonElement>? arguments, CancellationToken cancellation)
    {
        var agents = await node.GetAgentsAsync(cancellation);
        if (McpTools.AgentOf(tool, agents) is not { } agent)
        {
            var known = string.Join(", ", McpTools.For(agents).Select(offered => offered.Name));
            return McpAnswers.Error($"There is no tool '{tool}'; there are: {known}.");
        }

        var request = new RunRequestBody
        {
            Agent = agent,
            Input = McpArguments.Require(arguments, "message"),
            Session = McpArguments.Text(arguments, "session"),
            // An id of its own: a start that is repeated finds the run, and so does who cancels it.
            RunId = $"mcp-{Guid.CreateVersion7():n}",
            Wait = false,
        };
        return await RunAsync(node, request, cancellation);
    }

    /// <summary>Until the run ends or waits for a person. One whose caller has gone is cancelled, also when it is about to begin.</summary>
    private async Task<CallToolResult> RunAsync(NodeClient node, RunRequestBody request, CancellationToken cancellation)
    {
        using var watch = new RunWatch(node, connect, time);
        using var enough = new CancellationTokenSource();
        var start = watch.StartAsync(request, enough.Token);
        try
        {
            await start.WaitAsync(cancellation);
            return await WaitAsync(watch, request.RunId!, cancellation);
        }
        catch (NodeClientException e) when (RunWatch.MayPass(e))
        {
            return McpAnswers.Lost(request.RunId!, e.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(start, Task.Delay(CancelWithin, time, CancellationToken.None));
            await enough.CancelAsync();
            await ((Task)start).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await CancelAsync(watch.Node, request.RunId!, hasBegun: start.IsCompletedSuccessfully);
            throw;
        }
    }

    private static async Task<CallToolResult> WaitAsync(RunWatch watch, string runId, CancellationToken cancellation)
    {
        await foreach (var step in watch.WatchAsync(runId, cancellation))
        {
            if (!QuestionHint.IsOne(step)) continue;
            var run = await watch.GetAsync(runId, cancellation);
            if (run.Status == McpAnswers.Waiting) return McpAnswers.Of(run);
            // The run of another agent may be out of reach just now: its question is told as it was heard.
            if (run.Status == McpAnswers.Running && step.Type == RunEventTypes.ChildStep)
                return McpAnswers.Waits(run, QuestionHint.Of(step));
        }

        return McpAnswers.Of(await watch.GetAsync(runId, cancellation));
    }

    /// <param name="hasBegun">Else it may be that there is no such run.</param>
    private async Task CancelAsync(NodeClient node, string runId, bool hasBegun)
    {
        using var limit = new CancellationTokenSource(CancelWithin, time);
        try
        {
            await node.CancelAsync(runId, new CancelBody(Gone), limit.Token);
        }
        catch (NodeClientException e) when (e.Code == "conflict" || e.Code == "unknown_run" && !hasBegun)
        {
            // It has ended by itself, or never began.
        }
        catch (Exception e) when (e is NodeClientException or OperationCanceledException)
        {
            LogNotCancelled(runId, e);
        }
    }

    [LoggerMessage(2201, LogLevel.Warning, "Run {Run}, whose caller has gone, was not cancelled; it may have ended.")]
    private partial void LogNotCancelled(string run, Exception e);
}
