using System.CommandLine;
using Hanzo.Network.Node.Mcp;
using Hanzo.Network.Node.Output;
using Microsoft.Extensions.Logging.Console;

namespace Hanzo.Network.Node.Commands;

/// <summary><c>hanzo mcp</c>: the agents of the network as tools, on standard input and output.</summary>
internal static class McpCommand
{
    public static Command Create(CommandContext context)
    {
        var nodes = new NodeOptions();
        var command = new Command("mcp", "Offer the network's agents as tools by MCP, on standard input and output, until the input ends.");
        nodes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            // Who starts this is told at once when there is no node.
            using (var node = nodes.Connect(parsed, context.Variables)) await node.GetNetworkAsync(cancellation);
            using var loggers = LoggerFactory.Create(logging =>
            {
                logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole(options => options.SingleLine = true);
                logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
            });
            var server = new NetworkMcpServer(() => nodes.Connect(parsed, context.Variables), TimeProvider.System, loggers);
            await using var input = Console.OpenStandardInput();
            await using var output = Console.OpenStandardOutput();
            await server.RunAsync(input, output, cancellation);
            return ExitCode.Ok;
        });
        return command;
    }
}
