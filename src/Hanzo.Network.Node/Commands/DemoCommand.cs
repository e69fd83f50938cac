using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Hanzo.Network.Node.Api;
using Hanzo.Network.Node.Children;
using Hanzo.Network.Node.Demo;
using Hanzo.Network.Node.Hosting;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

internal static class DemoCommand
{
    private const int PagePort = 5680;
    private const int DefaultSeed = 1;
    private static readonly Option<bool> Exit = new("--exit") { Description = "End when the demo has been shown." };

    private static readonly Option<bool> Chaos =
        new("--chaos") { Description = "Kill the node that runs a session, again and again, and tell what came of it; then end." };

    private static readonly Option<int?> Kills =
        NumberOption.Of("--kills", "N", 1, DemoChaos.MaxKills, "How often, with --chaos", DemoChaos.DefaultKills);

    private static readonly Option<int?> Seed =
        new("--seed") { Description = $"Of the moments of the kills, with --chaos; {DefaultSeed} unless given.", HelpName = "S" };

    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", "Three nodes on this machine: a laptop, a GPU server and a Raspberry Pi.")
        {
            Exit, Chaos, Kills, Seed,
        };
        command.Validators.Add(result =>
        {
            var isChaos = result.GetValue(Chaos);
            foreach (var option in isChaos ? new Option[] { Exit } : [Kills, Seed])
                if (result.GetResult(option) is { Implicit: false })
                    result.AddError($"{option.Name} is {(isChaos ? "not for" : "only for")} --chaos.");
        });
        command.SetAction(async parsed =>
        {
            var screen = context.Screen(parsed);
            using var interrupted = new Interruption();
            try
            {
                await using var network = new DemoNetwork();
                var (seed, kills) = (parsed.GetValue(Seed) ?? DefaultSeed, parsed.GetValue(Kills) ?? DemoChaos.DefaultKills);
                return parsed.GetValue(Chaos)
                    ? await KillAsync(network, screen, seed, kills, interrupted.Token)
                    : await ShowAsync(network, screen, parsed.GetValue(Exit), interrupted.Token);
            }
            catch (ChildException e)
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
        var tell = TellingOn(screen);
        await StartAsync(network, screen, exit ? 0 : PagePort, cancellation);
        var script = new DemoScript(network);
        var page = network[DemoNetwork.Laptop].Client.Url.ToString();
        var seen = await network.Nodes.LookFromAsync(DemoNetwork.Laptop, cancellation);
        var nodes = seen.Peers.ToImmutableSortedDictionary(peer => peer.Key, peer => peer.Value.Capabilities!, StringComparer.Ordinal)
            .Add(seen.NodeId, seen.Capabilities);
        tell($"network {network.Nodes.Name}: three processes of this machine, each with the capabilities of another");
        if (!screen.Json) DemoTables.WriteNodes(screen, nodes);

        tell("what they are asked, and who answers:");
        var before = await script.AskAsync(cancellation);
        if (!screen.Json) DemoTables.WriteRuns(screen, before);

        var (loss, stream) = await CutAsync(network, script, tell, cancellation);
        tell("asked again:");
        var after = await script.AskAfterLossAsync(cancellation);
        if (!screen.Json) DemoTables.WriteRuns(screen, after);

        var body = new DemoBody(network.Nodes.Name, page, nodes, before, loss, stream, after);
        if (screen.Json) screen.WriteJson(body, ApiJson.Default.DemoBody);
        if (!exit) await StayAsync(network, tell, page, cancellation);
        return ExitCode.Ok;
    }

    /// <summary>A long answer is watched while its node is killed.</summary>
    private static async Task<(DemoLossBody Loss, DemoStreamBody Stream)> CutAsync(
        DemoNetwork network, DemoScript script, Action<string> tell, CancellationToken cancellation)
    {
        DemoLossBody? loss = null;
        tell($"a longer answer, watched at {DemoStream.WatchedAt} word by word:");
        var stream = await DemoStream.ShowAsync(
            network,
            async (node, text) =>
            {
                tell($"  {node}: {text}…");
                tell($"{DemoScript.Victim} is killed without a goodbye (kill -9) …");
                loss = await script.LoseAsync(cancellation);
                tell($"… the others noticed after {Seconds(loss.NoticedAfterMs)}; the answer is asked for again elsewhere.");
            },
            cancellation);
        var noticed = loss ?? throw new ChildException($"the answer ended before {DemoScript.Victim} was killed.");
        var after = stream.FailoverMs is { } wait ? $", {Seconds(wait)} after the kill" : "";
        var text = stream.AfterKill.Length > 0 ? $"…{stream.AfterKill}" : stream.Output.ReplaceLineEndings(" ");
        tell($"  {stream.WentOnAt}, in the same stream{after}: {text}");
        tell(
            $"the run {stream.Status}: results of {Calls(stream.EffectsReused)} from before the kill counted, "
            + $"{Calls(stream.EffectsRepeated)} cut off by it {(stream.EffectsRepeated == 1 ? "was" : "were")} made again.");
        return (noticed, stream);
    }

    private static string Seconds(double milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");

    private static string Calls(int count) => count == 1 ? "1 call" : $"{count} calls";

    private static async Task<int> KillAsync(DemoNetwork network, Screen screen, int seed, int kills, CancellationToken cancellation)
    {
        var tell = TellingOn(screen);
        await StartAsync(network, screen, 0, cancellation);
        tell($"network {network.Nodes.Name}: {kills} times the node that gives an answer is killed (kill -9) and started again");
        var chaos = await new DemoChaos(network, kill => tell(Line(kill, kills)))
            .RunAsync(seed, kills, cancellation);
        if (screen.Json) screen.WriteJson(chaos, ApiJson.Default.DemoChaosBody);
        else WriteChaos(screen, chaos);
        return chaos.Lost.IsEmpty ? ExitCode.Ok : ExitCode.Failed;
    }

    private static string Line(DemoKillBody kill, int kills) =>
        $"  {kill.Kill} of {kills}: {kill.Node} was killed, "
        + (kill.FailoverMs is { } time ? $"{kill.WentOnAt} went on after {Seconds(time)}" : "after the answer had ended");

    private static void WriteChaos(Screen screen, DemoChaosBody chaos)
    {
        DemoTables.WriteKills(screen, chaos);
        if (chaos.Failover is { } failover)
            screen.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"failover: median {failover.MedianMs:0} ms, worst {failover.WorstMs:0} ms, of {failover.Count} kills in a run"));
        screen.Line($"effects: {chaos.EffectsReused} reused, {chaos.EffectsRepeated} repeated");
        screen.Line(chaos.Lost.IsEmpty ? "nothing that was acknowledged is lost" : "LOST:");
        foreach (var lost in chaos.Lost) screen.Line($"  {lost}");
    }

    private static Task<bool> StartAsync(DemoNetwork network, Screen screen, int pagePort, CancellationToken cancellation) =>
        screen.WaitAsync($"three nodes of network {network.Nodes.Name} start and find each other", async () =>
        {
            await network.StartAsync(pagePort, cancellation);
            return true;
        });

    private static Action<string> TellingOn(Screen screen) => screen.Json ? (Action<string>)(_ => { }) : screen.Line;

    private static async Task StayAsync(DemoNetwork network, Action<string> tell, string page, CancellationToken cancellation)
    {
        await network.Nodes.RestartAsync(DemoScript.Victim, cancellation);
        tell($"{DemoScript.Victim} is started again and back.");
        tell($"the live page: {page}");
        tell("Ctrl-C ends the demo and its nodes.");
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
    }
}
