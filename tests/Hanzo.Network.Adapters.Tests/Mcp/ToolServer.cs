using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Hanzo.Network.Adapters.Tests.Mcp;

/// <summary>A real server of tools, by the SDK's own other side: this very program as a process, or a web application.</summary>
internal static class ToolServer
{
    public const string Argument = "mcp-tools";
    private const string Fire = "the printer is on fire";
    private const string Crash = "crash";

    /// <summary>Does one thing after the other, and does not end with its input.</summary>
    public const string Busy = "busy";

    private static readonly TaskCompletionSource<string> CalledOff = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static McpServerOptions Options() => new()
    {
        ServerInfo = new Implementation { Name = "tools", Version = "1" },
        ToolCollection =
        [
            Tool((string text) => text, "echo", readOnly: true),
            Tool((int a, int b) => a + b, "add", idempotent: true),
            Tool(() => "sent", "send.mail"),
            Tool(() => Environment.GetEnvironmentVariables().Keys.Cast<string>().Order().ToArray(), "variables", readOnly: true),
            Tool((string name) => Environment.GetEnvironmentVariable(name) ?? "not set", "variable", readOnly: true),
            Tool((int length) => new string('x', length), "large", readOnly: true),
            Tool(new Func<string>(() => throw new McpException(Environment.GetEnvironmentVariable("FIRE") ?? Fire)), "fail"),
            Tool(() => Environment.Exit(3), "crash"),
            Tool(HangAsync, "hang"),
            Tool(() => CalledOff.Task, "until_called_off"),
            Tool((RequestContext<CallToolRequestParams> call) => $"{call.Params!.Meta?["hanzo.network/idempotency-key"]}", "key"),
        ],
    };

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is [Crash])
        {
            await Console.Error.WriteLineAsync($"no licence{Environment.GetEnvironmentVariable("LICENCE")}");
            return 7;
        }

        if (args is [Busy]) return await new BusyServer().RunAsync();

        await using var server = McpServer.Create(new StdioServerTransport("tools"), Options());
        await server.RunAsync();
        return 0;
    }

    private static async Task HangAsync(CancellationToken token)
    {
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(token);
        }
        finally
        {
            CalledOff.TrySetResult("called off");
        }
    }

    public static McpServerTool Tool(Delegate function, string name, bool readOnly = false, bool idempotent = false) =>
        McpServerTool.Create(function, new McpServerToolCreateOptions
        {
            Name = name, Description = $"does {name}", ReadOnly = readOnly, Idempotent = idempotent,
        });
}
