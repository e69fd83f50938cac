using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>The settings under <c>akka.cluster.singleton</c>.</summary>
public sealed class ClusterSingletonManagerSettings : INoSerializationVerificationNeeded
{
    /// <param name="role">Only members with it run the instance; null or empty for all.</param>
    /// <param name="removalMargin">
    /// How long the instance of a removed member may go on before the next one starts; zero: as the downing provider says.
    /// </param>
    /// <param name="considerAppVersion">Has no effect: the oldest member runs the instance.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public ClusterSingletonManagerSettings(
        string singletonName, string? role, TimeSpan removalMargin, TimeSpan handOverRetryInterval, bool considerAppVersion)
    {
        if (string.IsNullOrWhiteSpace(singletonName))
            throw new ArgumentNullException(nameof(singletonName));
        if (removalMargin < TimeSpan.Zero)
            throw new ArgumentException($"removalMargin is {removalMargin}; it must not be negative.", nameof(removalMargin));
        if (handOverRetryInterval <= TimeSpan.Zero)
            throw new ArgumentException(
                $"handOverRetryInterval is {handOverRetryInterval}; it must be positive.", nameof(handOverRetryInterval));
        SingletonName = singletonName;
        Role = string.IsNullOrEmpty(role) ? null : role;
        RemovalMargin = removalMargin;
        HandOverRetryInterval = handOverRetryInterval;
        _ = considerAppVersion;
    }

    public string SingletonName { get; }

    /// <summary>Null: all members.</summary>
    public string? Role { get; }

    public TimeSpan RemovalMargin { get; }

    public TimeSpan HandOverRetryInterval { get; }

    /// <summary>As <c>akka.cluster.singleton</c> says, with the removal margin of the downing provider.</summary>
    /// <exception cref="ConfigurationException">A setting is missing, or asks for what this runtime does not have.</exception>
    public static ClusterSingletonManagerSettings Create(ActorSystem system) =>
        Create(system.Settings.Config.GetConfig("akka.cluster.singleton"))
            .WithRemovalMargin(Cluster.Get(system).DowningProvider.DownRemovalMargin);

    /// <param name="config">The section itself.</param>
    /// <exception cref="ConfigurationException">A setting is missing, or asks for what this runtime does not have.</exception>
    public static ClusterSingletonManagerSettings Create(Config config)
    {
        if (config.IsNullOrEmpty())
            throw new ConfigurationException("akka.cluster.singleton is missing.");
        if (!string.IsNullOrEmpty(config.GetString("use-lease")))
            throw new ConfigurationException("akka.cluster.singleton.use-lease is not supported by the embedded runtime.");
        return new ClusterSingletonManagerSettings(
            config.GetString("singleton-name")!,
            config.GetString("role"),
            TimeSpan.Zero,
            config.GetTimeSpan("hand-over-retry-interval"),
            considerAppVersion: false);
    }

    public ClusterSingletonManagerSettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, RemovalMargin, HandOverRetryInterval, false);

    public ClusterSingletonManagerSettings WithRole(string? role) =>
        new(SingletonName, role, RemovalMargin, HandOverRetryInterval, false);

    public ClusterSingletonManagerSettings WithRemovalMargin(TimeSpan removalMargin) =>
        new(SingletonName, Role, removalMargin, HandOverRetryInterval, false);

    public ClusterSingletonManagerSettings WithHandOverRetryInterval(TimeSpan handOverRetryInterval) =>
        new(SingletonName, Role, RemovalMargin, handOverRetryInterval, false);
}
