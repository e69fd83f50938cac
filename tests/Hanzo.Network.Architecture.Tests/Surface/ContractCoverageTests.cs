using System.Reflection;

namespace Hanzo.Network.Architecture.Tests.Surface;

/// <summary>The application relies on nothing of Akka's that tests/Akka.Contract.Tests does not exercise.</summary>
public sealed class ContractCoverageTests
{
    private static readonly string[] Application = ["Hanzo.Network", "Hanzo.Network.Adapters", "Hanzo.Network.Cluster", "hanzo"];
    private static readonly SortedSet<string> Contract = AkkaSurface.Of(Assembly.Load("Akka.Contract.Tests"));

    /// <summary>Not Akka.NET's, and used by a file for the embedded runtime only; tested by Akka.Embedded.Tests.</summary>
    private static readonly string[] OfOneRuntime =
    [
        "Akka.Embedded.Runtime.TlsSetup", "Akka.Embedded.Remoting.RemotingCounts",
        "Akka.Embedded.Runtime.RemoteRoute", "Akka.Embedded.Runtime.RouteState",
    ];

    [Fact]
    public void Every_Akka_type_and_member_that_the_application_uses_has_a_contract_test()
    {
        var used = Application.SelectMany(name => AkkaSurface.Of(Assembly.Load(name))).ToHashSet();
        used.Count.ShouldBeGreaterThan(100);
        used.ExceptWith(Contract);
        used.RemoveWhere(name => OfOneRuntime.Any(type => name.StartsWith(type, StringComparison.Ordinal)));
        var without = used.Order(StringComparer.Ordinal).ToArray();
        without.ShouldBeEmpty($"without a contract test: {string.Join("; ", without)}");
    }

    [Theory]
    [InlineData("Akka.Actor.ICanTell.Tell(Object, Akka.Actor.IActorRef)")]
    [InlineData("Akka.Actor.ReceiveActor")]
    [InlineData("Akka.Actor.ActorBase.PreStart supplied")]
    [InlineData("Akka.Cluster.Sharding.IShardAllocationStrategy.AllocateShard supplied")]
    public void The_surface_names_types_calls_overrides_and_implementations(string use) => Contract.ShouldContain(use);
}
