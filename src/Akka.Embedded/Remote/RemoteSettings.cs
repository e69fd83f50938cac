using Akka.Configuration;
using Akka.Embedded.Detection;

namespace Akka.Embedded.Remoting;

/// <summary>What remoting reads of `akka.remote`, checked.</summary>
internal sealed record RemoteSettings
{
    private const string Tcp = "akka.remote.dot-netty.tcp.";
    private const string Remote = "akka.remote.";
    private const int MaxPort = 65_535;
    private const int MinFrameSize = 4 * 1024;
    private const int MaxFrameSize = 128 * 1024 * 1024;

    public required string HostName { get; init; }

    public required int Port { get; init; }

    public required string PublicHostName { get; init; }

    public required int PublicPort { get; init; }

    public required int MaximumFrameSize { get; init; }

    /// <summary>The longest frame that is accepted: one of remoting's own may be longer than the limit for messages.</summary>
    public int MaximumInboundFrame => Math.Max(MaximumFrameSize, SystemFrames.MaxBytes);

    public required TimeSpan ConnectionTimeout { get; init; }

    public required TimeSpan HandshakeTimeout { get; init; }

    public required TimeSpan RetryGateClosedFor { get; init; }

    public required TimeSpan FlushWaitOnShutdown { get; init; }

    public required bool LogLifecycleEvents { get; init; }

    public required int SystemMessageBufferSize { get; init; }

    /// <summary>An address that cannot be reached for so long is given up when system messages wait for it.</summary>
    public required TimeSpan SystemMessageTimeout { get; init; }

    public required TimeSpan KeepAliveInterval { get; init; }

    /// <summary>A connection on which nothing came for so long is cut.</summary>
    public required TimeSpan KeepAlivePause { get; init; }

    public required int OutboundBufferSize { get; init; }

    public required long OutboundBufferBytes { get; init; }

    /// <summary>Of all peers together; beyond it only those that have little waiting may have more.</summary>
    public required long TotalOutboundBufferBytes { get; init; }

    public required int MaxPeers { get; init; }

    public required int MaxPendingHandshakes { get; init; }

    public required int MaxPendingHandshakesPerAddress { get; init; }

    public required PhiAccrualSettings WatchDetector { get; init; }

    public required TimeSpan WatchHeartbeatInterval { get; init; }

    public required TimeSpan WatchExpectedResponseAfter { get; init; }

    public required TimeSpan WatchReaperInterval { get; init; }

    /// <exception cref="ConfigurationException">Names the setting, its value and the allowed range.</exception>
    public static RemoteSettings Read(Config config)
    {
        const string watch = Remote + "watch-failure-detector.";
        return new RemoteSettings
        {
            HostName = config.GetString(Tcp + "hostname", "")!,
            Port = InRange(config, Tcp + "port", 0, MaxPort),
            PublicHostName = config.GetString(Tcp + "public-hostname", "")!,
            PublicPort = InRange(config, Tcp + "public-port", 0, MaxPort),
            MaximumFrameSize = (int)Bytes(config, Tcp + "maximum-frame-size", MinFrameSize, MaxFrameSize),
            ConnectionTimeout = Positive(config, Tcp + "connection-timeout"),
            HandshakeTimeout = Positive(config, Remote + "handshake-timeout"),
            RetryGateClosedFor = Positive(config, Remote + "retry-gate-closed-for"),
            FlushWaitOnShutdown = Positive(config, Remote + "flush-wait-on-shutdown"),
            LogLifecycleEvents = config.GetBoolean(Remote + "log-remote-lifecycle-events"),
            SystemMessageBufferSize = InRange(config, Remote + "system-message-buffer-size", 1, int.MaxValue),
            SystemMessageTimeout = Positive(config, Remote + "initial-system-message-delivery-timeout"),
            KeepAliveInterval = Positive(config, Remote + "transport-failure-detector.heartbeat-interval"),
            KeepAlivePause = Positive(config, Remote + "transport-failure-detector.acceptable-heartbeat-pause"),
            OutboundBufferSize = InRange(config, Remote + "embedded.outbound-buffer-size", 1, int.MaxValue),
            OutboundBufferBytes = Bytes(config, Remote + "embedded.outbound-buffer-bytes", 1, long.MaxValue),
            TotalOutboundBufferBytes = Bytes(config, Remote + "embedded.total-outbound-buffer-bytes", 1, long.MaxValue),
            MaxPeers = InRange(config, Remote + "embedded.max-peers", 1, int.MaxValue),
            MaxPendingHandshakes = InRange(config, Remote + "embedded.max-pending-handshakes", 1, int.MaxValue),
            MaxPendingHandshakesPerAddress = InRange(config, Remote + "embedded.max-pending-handshakes-per-address", 1, int.MaxValue),
            WatchDetector = DetectorSettings.ReadPhi(config.GetConfig(Remote + "watch-failure-detector")),
            WatchHeartbeatInterval = Positive(config, watch + "heartbeat-interval"),
            WatchExpectedResponseAfter = Positive(config, watch + "expected-response-after"),
            WatchReaperInterval = Positive(config, watch + "unreachable-nodes-reaper-interval"),
        };
    }

    private static long Bytes(Config config, string path, long min, long max)
    {
        var size = config.GetByteSize(path, min)!.Value;
        return size >= min && size <= max
            ? size
            : throw new ConfigurationException($"{path} is {size}; allowed: {min} to {max} bytes.");
    }

    private static int InRange(Config config, string path, int min, int max)
    {
        var value = config.GetInt(path, min);
        return value >= min && value <= max ? value : throw new ConfigurationException($"{path} is {value}; allowed: {min} to {max}.");
    }

    private static TimeSpan Positive(Config config, string path)
    {
        var value = config.GetTimeSpan(path, TimeSpan.Zero, allowInfinite: false);
        return value > TimeSpan.Zero ? value : throw new ConfigurationException($"{path} is {value}; allowed: more than 0.");
    }
}
