using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Demo;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class DemoCommand
{
    private const int PagePort = 5680;
    private static readonly Option<bool> Exit = new("--exit") { Description = "End when the demo has been shown." };

    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", "Three nodes on this machine: a laptop, a GPU server and a Raspberry Pi.") { Exit };
        command.SetAction(async parsed =>
        {
            var screen = context.Screen(parsed);
            using var interrupted = new Interruption();
            try
            {
                await using var network = new DemoNetwork();
                return await ShowAsync(network, screen, parsed.GetValue(Exit), interrupted.Token);
            }
            catch (DemoException e)
            {
                return screen.Failed("demo_failed", e.Message);
            }
            catch (OperationCanceledException) when (interrupted.Token.IsCancellationRequested)
            {
                return ExitCode.Ok;
            }
        });
        return command;
    }

    private static async Task<int> ShowAsync(DemoNetwork network, Screen screen, bool exit, CancellationToken cancellation)
    {
        var tell = screen.Json ? (Action<string>)(_ => { }) : screen.Line;
        await screen.WaitAsync($"three nodes of network {network.Name} start and find each other", async () =>
        {
            await network.StartAsync(exit ? 0 : PagePort, cancellation);
            return true;
        });
        var script = new DemoScript(network);
        var page = network[DemoNetwork.Laptop].Client.Url.ToString();
        var seen = await network.LookFromAsync(DemoNetwork.Laptop, cancellation);
        var nodes = seen.Peers.ToImmutableSortedDictionary(peer => peer.Key, peer => peer.Value.Capabilities!, StringComparer.Ordinal)
            .Add(seen.NodeId, seen.Capabilities);
        tell($"network {network.Name}: three processes of this machine, each with the capabilities of another");
        if (!screen.Json) DemoTables.WriteNodes(screen, nodes);

        tell("what they are asked, and who answers:");
        var before = await script.AskAsync(cancellation);
        if (!screen.Json) DemoTables.WriteRuns(screen, before);

        tell($"{DemoScript.Victim} is killed without a goodbye (kill -9) …");
        var loss = await script.LoseAsync(cancellation);
        tell(string.Create(CultureInfo.InvariantCulture, $"… the others noticed after {loss.NoticedAfterMs / 1000:0.0} s; asked again:"));
        var after = await script.AskAfterLossAsync(cancellation);
        if (!screen.Json) DemoTables.WriteRuns(screen, after);
        tell($"sessions are {seen.Durability} for now: what those on {DemoScript.Victim} remembered ended with it.");

        if (screen.Json) screen.WriteJson(new DemoBody(network.Name, page, nodes, before, loss, after), ApiJson.Default.DemoBody);
        if (!exit) await StayAsync(network, tell, page, cancellation);
        return ExitCode.Ok;
    }

    private static async Task StayAsync(DemoNetwork network, Action<string> tell, string page, CancellationToken cancellation)
    {
        await network.RestartAsync(DemoScript.Victim, cancellation);
        tell($"{DemoScript.Victim} is started again and back.");
        tell($"the live page: {page}");
        tell("Ctrl-C ends the demo and its nodes.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }
}
