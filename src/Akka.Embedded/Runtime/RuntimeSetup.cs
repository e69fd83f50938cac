using Akka.Actor.Setup;

namespace Akka.Embedded.Runtime;

/// <summary>
/// The only doors through which time, execution, network and randomness enter an actor system. Each one left out is the real one.
/// </summary>
public sealed class RuntimeSetup : Setup
{
    public static readonly RuntimeSetup Default = new();
    private readonly VersionCounter _versions = new();

    /// <summary>Clock and timers.</summary>
    public TimeProvider Time { get; init; } = RealTime;

    public IExecutor Executor { get; init; } = ThreadPoolExecutor.Instance;

    public ITransport Transport { get; init; } = TcpTransport.Instance;

    /// <summary>Seed of all randomness of the system (uids, jitter). Null: taken from the operating system.</summary>
    public ulong? Seed { get; init; }

    internal VersionCounter Versions => Seed is null ? VersionCounter.OfProcess : _versions;

#pragma warning disable RS0030 // this is the one place where the real clock enters
    private static TimeProvider RealTime => TimeProvider.System;
#pragma warning restore RS0030
}
