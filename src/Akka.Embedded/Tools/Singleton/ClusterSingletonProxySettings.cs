using Akka.Actor;
using Akka.Configuration;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>The settings under <c>akka.cluster.singleton-proxy</c>.</summary>
public sealed class ClusterSingletonProxySettings : INoSerializationVerificationNeeded
{
    private const int MaxBufferSize = 10_000;

    /// <param name="role">Of the members that run the singleton; null or empty for all.</param>
    /// <param name="bufferSize">Messages kept while it is not known where the singleton is: 0 to 10000.</param>
    /// <param name="considerAppVersion">Has no effect: the oldest member runs the instance.</param>
    /// <exception cref="ArgumentException">A value is out of its range; the message names it.</exception>
    public ClusterSingletonProxySettings(
        string singletonName, string? role, TimeSpan singletonIdentificationInterval, int bufferSize, bool considerAppVersion)
    {
        if (string.IsNullOrEmpty(singletonName))
            throw new ArgumentNullException(nameof(singletonName));
        if (singletonIdentificationInterval <= TimeSpan.Zero)
            throw new ArgumentException(
                $"singletonIdentificationInterval is {singletonIdentificationInterval}; it must be positive.",
                nameof(singletonIdentificationInterval));
        if (bufferSize is < 0 or > MaxBufferSize)
            throw new ArgumentException($"bufferSize is {bufferSize}; allowed: 0 to {MaxBufferSize}.", nameof(bufferSize));
        SingletonName = singletonName;
        Role = string.IsNullOrEmpty(role) ? null : role;
        SingletonIdentificationInterval = singletonIdentificationInterval;
        BufferSize = bufferSize;
        _ = considerAppVersion;
    }

    public string SingletonName { get; }

    /// <summary>Null: all members.</summary>
    public string? Role { get; }

    public TimeSpan SingletonIdentificationInterval { get; }

    public int BufferSize { get; }

    /// <summary>As <c>akka.cluster.singleton-proxy</c> says.</summary>
    /// <exception cref="ConfigurationException">A setting is missing.</exception>
    public static ClusterSingletonProxySettings Create(ActorSystem system) =>
        Create(system.Settings.Config.GetConfig("akka.cluster.singleton-proxy"), considerAppVersion: false);

    /// <param name="config">The section itself.</param>
    /// <param name="considerAppVersion">Has no effect.</param>
    /// <exception cref="ConfigurationException">A setting is missing.</exception>
    public static ClusterSingletonProxySettings Create(Config config, bool considerAppVersion)
    {
        if (config.IsNullOrEmpty())
            throw new ConfigurationException("akka.cluster.singleton-proxy is missing.");
        return new ClusterSingletonProxySettings(
            config.GetString("singleton-name")!,
            config.GetString("role"),
            config.GetTimeSpan("singleton-identification-interval"),
            config.GetInt("buffer-size"),
            considerAppVersion);
    }

    public ClusterSingletonProxySettings WithSingletonName(string singletonName) =>
        new(singletonName, Role, SingletonIdentificationInterval, BufferSize, false);

    public ClusterSingletonProxySettings WithRole(string? role) =>
        new(SingletonName, role, SingletonIdentificationInterval, BufferSize, false);

    public ClusterSingletonProxySettings WithSingletonIdentificationInterval(TimeSpan singletonIdentificationInterval) =>
        new(SingletonName, Role, singletonIdentificationInterval, BufferSize, false);

    public ClusterSingletonProxySettings WithBufferSize(int bufferSize) =>
        new(SingletonName, Role, SingletonIdentificationInterval, bufferSize, false);
}
