using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>Joins its parent's cluster and reads the shared map until a number is there.</summary>
internal sealed class Replica() : Role(RoleName)
{
    public const string RoleName = "replica";
    public const string Joined = "joined";

    /// <summary>With a number.</summary>
    public const string Await = "await";
    public const string Seen = "seen";
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(1);

    public static Child Start(ActorSystem parent) => Child.Start(RoleName, Systems.AddressOf(parent).ToString());

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = Systems.Cluster();
        await Clusters.JoinAsync(system, Address.Parse(arguments[0]));
        var map = new SharedMap(system);
        parent.Say(Joined);
        await parent.ObeyAsync(async (command, number) =>
        {
            if (command != Await) throw new InvalidOperationException($"this role knows no command '{command}'.");
            while (await map.ReadAsync(long.Parse(number, CultureInfo.InvariantCulture)) != number)
                await Task.Delay(BetweenReads, TimeProvider.System);
            parent.Say($"{Seen} {number}");
        });
    }
}
