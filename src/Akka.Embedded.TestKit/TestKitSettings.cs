using Akka.Actor;
using Akka.Configuration;

namespace Akka.TestKit;

/// <summary>How long tests wait, from <c>akka.test</c>.</summary>
public class TestKitSettings(Config config) : IExtension
{
    public TimeSpan DefaultTimeout { get; } = config.GetTimeSpan("akka.test.default-timeout", TimeSpan.FromSeconds(5));

    /// <summary>Of an expectation outside of Within.</summary>
    public TimeSpan SingleExpectDefault { get; } = config.GetTimeSpan("akka.test.single-expect-default", TimeSpan.FromSeconds(3));

    /// <summary>Times by which waits are stretched on slow machines.</summary>
    public double TestTimeFactor { get; } = config.GetDouble("akka.test.timefactor", 1);
}

public class TestKitExtension : ExtensionIdProvider<TestKitSettings>
{
    public static TestKitSettings For(ActorSystem system) => (TestKitSettings)system.RegisterExtension(new TestKitExtension());

    public override TestKitSettings CreateExtension(ExtendedActorSystem system) => new(system.Settings.Config);
}

/// <summary>On a test class: messages sent from the test have no sender.</summary>
public interface INoImplicitSender;
