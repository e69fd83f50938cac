using Akka.Actor;
using Akka.Configuration;
using Akka.Hosting;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>Lets an actor system find its network and stay in it.</summary>
public static class JoiningExtensions
{
    /// <summary>
    /// Adds the joining actors, UDP discovery, the downing provider and the serializer of our messages. The system begins to look
    /// for its network when its actors are started; <see cref="JoiningSetup.Board"/> tells how far it is. What the caller configures
    /// before or after takes precedence over the defaults added here, except that <c>akka.cluster.roles</c>, when set, must hold
    /// <see cref="NodeRole.Of"/>.
    /// </summary>
    public static AkkaConfigurationBuilder AddJoining(this AkkaConfigurationBuilder builder, JoiningSetup setup) => builder
        .AddHocon(DefaultConfig(setup.Options.NodeId), HoconAddMode.Append)
        .AddSetup(setup)
        .WithActors((system, _) => StartJoining(system));

    /// <summary>The configuration that joining and downing rely on, to be laid under a caller's own.</summary>
    public static Config DefaultConfig(string nodeId) => ConfigurationFactory.ParseString(
        $"akka.cluster.roles = [\"{NodeRole.Of(nodeId)}\"]").WithFallback(ConfigurationFactory.ParseString(JoiningHocon.Text))
        .WithFallback(ConfigurationFactory.ParseString(HanzoSerializer.Hocon));

    /// <summary>Starts the joining actors of a system that was created with a <see cref="JoiningSetup"/> and <see cref="DefaultConfig"/>.</summary>
    public static void StartJoining(ActorSystem system)
    {
        var setup = SetupOf(system);
        var self = Identify(setup.Options, Akka.Cluster.Cluster.Get(system).SelfAddress);
        var contact = system.ActorOf(ContactActor.Props(self), ContactActor.Name);
        system.ActorOf(JoinActor.Props(setup, self, contact), JoinActor.Name);
    }

    internal static JoiningSetup SetupOf(ActorSystem system) =>
        system.Settings.Setup.Get<JoiningSetup>() is { HasValue: true } setup
            ? setup.Value
            : throw new InvalidOperationException($"actor system '{system.Name}' was created without a {nameof(JoiningSetup)}.");

    private static NodeIdentity Identify(JoiningOptions options, Address address) => new(
        options.Network,
        options.NodeId,
        options.Incarnation,
        ContactReports.ToNodeAddress(address) ?? throw new InvalidOperationException($"remoting is not bound to a host and port, but to {address}."),
        RuntimeName.Current,
        options.Version,
        ProtocolRange.Current);
}
