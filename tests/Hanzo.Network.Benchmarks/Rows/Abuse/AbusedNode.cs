using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Abuse;

/// <summary>This process is the node that is abused, by another process; it asks one of the other members all the time.</summary>
internal sealed class AbusedNode() : Row("abuse", "a node of three whose port gets garbage, HTTP, half greetings and slow readers")
{
    private const int OtherMembers = 2;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var system = Systems.Cluster();
        system.ActorOf(Props.Create<Echo>(), Echo.Name);
        await Clusters.JoinAsync(system);
        await using var one = Member.Start(system);
        await using var other = Member.Start(system);
        var address = (await one.ExpectAsync("up", RowOptions.Patience)).Text;
        await other.ExpectAsync("up", RowOptions.Patience);
        await UpWatch.Start(system, OtherMembers + 1);
        var peer = await system.ActorSelection($"{address}/user/{Responder.Name}").ResolveOne(RowOptions.Patience);
        var figures = await MeasureAsync(options, system, peer);
        await system.Terminate().WaitAsync(RowOptions.Patience);
        return figures;
    }

    private static async Task<Figure[]> MeasureAsync(RowOptions options, ActorSystem system, IActorRef peer)
    {
        var quiet = await ClosedLoops.MeasureAsync(1, options, number => peer.Ask<Number>(new Number(number)));
        var heard = new MemberEvents.Log();
        system.ActorOf(Props.Create(() => new MemberEvents(heard)));
        await using var nuisance = Nuisance.Start(system);
        await nuisance.ExpectAsync("abusing", RowOptions.Patience);
        var before = ProcessUsage.ResidentMebibytes(Environment.ProcessId);
        var abused = await ClosedLoops.MeasureAsync(1, options, number => peer.Ask<Number>(new Number(number)));
        var after = ProcessUsage.ResidentMebibytes(Environment.ProcessId);
        var connections = (await nuisance.AskAsync(Nuisance.Rest, Nuisance.Rested, RowOptions.Patience)).Text;
        if (heard.All is { Length: > 0 } events) throw new WrongWorkException($"members changed: {string.Join(", ", events)}");
        return
        [
            new("abused, quiet p50", quiet.Latencies.Microseconds(0.5), Unit.Microseconds),
            new("abused, p50", abused.Latencies.Microseconds(0.5), Unit.Microseconds, Connections(connections, options)),
            new("abused, p99", abused.Latencies.Microseconds(0.99), Unit.Microseconds),
            new("abused, memory", after, Unit.Mebibytes, $"{before:0} before"),
        ];
    }

    private static string Connections(string count, RowOptions options)
    {
        var seconds = (options.WarmUp + options.Measure).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{count} connections in {seconds:0.#} s");
    }
}
