using Akka.Actor.Setup;

namespace Akka.Embedded.Runtime;

/// <summary>
/// The only doors through which time, execution, network and randomness enter an actor system. Each one left out is the real one.
/// </summary>
public sealed class RuntimeSetup : Setup
{
    public static readonly RuntimeSetup Default = new();
    private readonly VersionCounter _versions = new();
    private long _systems;

    /// <summary>Clock and timers.</summary>
    public TimeProvider Time { get; init; } = RealTime;

    public IExecutor Executor { get; init; } = ThreadPoolExecutor.Instance;

    public ITransport Transport { get; init; } = TcpTransport.Instance;

    /// <summary>
    /// Seed of all randomness of the system (uids, jitter); systems that are created one after another with this setup differ all the
    /// same. Null: taken from the operating system.
    /// </summary>
    public ulong? Seed { get; init; }

    internal VersionCounter Versions => Seed is null ? VersionCounter.OfProcess : _versions;

    /// <summary>For one system: two with one seed would have one uid, and peers took the second for the first.</summary>
    internal ulong? NextSeed()
    {
        var number = (ulong)Interlocked.Increment(ref _systems);
        return Seed is not { } seed ? null : number == 1 ? seed : RandomSource.Mix(seed + number);
    }

#pragma warning disable RS0030 // this is the one place where the real clock enters
    private static TimeProvider RealTime => TimeProvider.System;
#pragma warning restore RS0030
}
