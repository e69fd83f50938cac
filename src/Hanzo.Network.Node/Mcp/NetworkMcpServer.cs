using System.Text.Json;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hanzo.Network.Node.Mcp;

/// <summary>Offers the agents of a network as tools to whoever speaks MCP. Each call finds a node anew.</summary>
/// <param name="connect">Finds a node; throws <see cref="NodeClientException"/>.</param>
internal sealed class NetworkMcpServer(Func<NodeClient> connect, TimeProvider time, ILoggerFactory loggers)
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
            Wait = false,
        };
        return await WaitAsync(node, await node.RunAsync(request, cancellation), cancellation);
    }

    /// <summary>Until the run ends or waits for a person. One whose caller has gone is cancelled.</summary>
    private async Task<CallToolResult> WaitAsync(NodeClient node, RunBody run, CancellationToken cancellation)
    {
        using var watch = new RunWatch(node, connect, time);
        try
        {
            await foreach (var step in watch.WatchAsync(run.RunId, cancellation))
                if (step.Type == RunEventTypes.ApprovalRequested) break;
            return McpAnswers.Of(await watch.Node.GetRunAsync(run.RunId, cancellation));
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await CancelAsync(watch.Node, run);
            throw;
        }
    }

    private async Task CancelAsync(NodeClient node, RunBody run)
    {
        using var limit = new CancellationTokenSource(CancelWithin, time);
        try
        {
            await node.CancelAsync(run.RunId, new CancelBody(Gone), limit.Token);
        }
        catch (Exception e) when (e is NodeClientException or OperationCanceledException)
        {
            McpLog.NotCancelled(_log, run.RunId, e);
        }
    }
}
