using Akka.Cluster.Tools.Singleton;

namespace Akka.Contract.Tests.Tools;

public sealed class SingletonDefaultsTests
{
    /// <summary>With them as a fallback a node understands a singleton's messages before it starts one itself.</summary>
    [Fact]
    public void The_defaults_hold_the_settings_and_bind_serializers()
    {
        var defaults = ClusterSingletonManager.DefaultConfig();

        defaults.GetString("akka.cluster.singleton.singleton-name").ShouldBe("singleton");
        defaults.GetTimeSpan("akka.cluster.singleton.hand-over-retry-interval").ShouldBeGreaterThan(TimeSpan.Zero);
        defaults.HasPath("akka.actor.serialization-bindings").ShouldBeTrue();
    }
}
