using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Rows.Failover;

internal sealed class DefaultCrash() : Crash(
    "failover-default", "kill -9 of one of three nodes until its entities answer elsewhere; the runtime's default settings",
    "failover", OwnerSystems.Default, OwnerSystems.Brief);

internal sealed class ApplicationCrash() : Crash(
    "failover-app", "the same with the application's settings and downing provider",
    "application failover", OwnerSystems.Application, OwnerSystems.Application);
