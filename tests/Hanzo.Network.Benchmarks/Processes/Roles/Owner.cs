using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>A node that owns some of the entities, and asks its region for them when told to.</summary>
internal sealed class Owner() : Role(RoleName)
{
    public const string RoleName = "owner";
    private const string Founder = "-";
    private const int Nodes = 3;
    private static readonly TimeSpan Once = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan BetweenProbes = TimeSpan.FromMilliseconds(5);

    public static Child Start(string settings, string? contact) => Child.Start(RoleName, settings, contact ?? Founder);

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = OwnerSystems.Create(arguments[0]);
        await Clusters.JoinAsync(system, arguments[1] == Founder ? null : Address.Parse(arguments[1]));
        var region = await OwnedEntity.StartRegionAsync(system);
        parent.Say($"{OwnerCommands.Up} {Systems.AddressOf(system)}");
        await parent.ObeyAsync(async (command, rest) => parent.Say(command switch
        {
            OwnerCommands.Gather => $"{OwnerCommands.Gathered} {await GatherAsync(region)}",
            OwnerCommands.Locate => $"{OwnerCommands.Located} {await LocateAsync(region, rest)}",
            OwnerCommands.Probe => $"{OwnerCommands.Probed} {await ProbeAsync(region, rest)}",
            OwnerCommands.Alive => $"{OwnerCommands.Living} {string.Join(' ', OwnedEntity.Alive)}",
            _ => throw new InvalidOperationException($"this role knows no command '{command}'."),
        }));
    }

    /// <summary>Until the coordinator knows all regions: else the first shards go to those that were quick.</summary>
    private static async Task<int> GatherAsync(IActorRef region)
    {
        while (true)
        {
            var stats = await region.Ask<ClusterShardingStats>(new GetClusterShardingStats(Child.Patience), Child.Patience);
            if (stats.Regions.Count >= Nodes) return stats.Regions.Count;
        }
    }

    /// <summary>Where entities are once all of them answer from other nodes than the one to be avoided.</summary>
    private static async Task<string> LocateAsync(IActorRef region, string command)
    {
        var (avoided, ids) = OwnerCommands.Split(command);
        var found = await Task.WhenAll(ids.Select(id => LocateAsync(region, id, avoided)));
        return OwnerCommands.Write(found);
    }

    private static async Task<Whereabouts> LocateAsync(IActorRef region, string id, string avoided)
    {
        while (true)
            if (await TryAskAsync(region, id) is { } found && found.Node != avoided) return found;
    }

    /// <summary>Every instance that answers in a time: two of one entity are two owners.</summary>
    private static async Task<string> ProbeAsync(IActorRef region, string command)
    {
        var (milliseconds, ids) = OwnerCommands.Split(command);
        var time = TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture));
        var found = await Task.WhenAll(ids.Select(id => ProbeAsync(region, id, time)));
        return OwnerCommands.WriteSightings(found.SelectMany(answers => answers));
    }

    private static async Task<IEnumerable<Sighting>> ProbeAsync(IActorRef region, string id, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var answers = new Dictionary<Whereabouts, TimeSpan>();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            if (await TryAskAsync(region, id) is { } found) answers[found] = Stopwatch.GetElapsedTime(start);
            await Task.Delay(BetweenProbes, TimeProvider.System);
        }

        return answers.Select(answer => new Sighting(answer.Key, answer.Value));
    }

    private static async Task<Whereabouts?> TryAskAsync(IActorRef region, string id)
    {
        try
        {
            return await region.Ask<Whereabouts>(new Where(id), Once);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }
}
