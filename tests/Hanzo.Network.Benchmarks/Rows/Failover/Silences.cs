using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Rows.Failover;

internal sealed class DefaultSilence() : Silence(
    "failover-silence", "SIGSTOP of one of three nodes until its entities answer elsewhere; the runtime's default settings",
    "silence", OwnerSystems.Default, OwnerSystems.Brief);

internal sealed class ApplicationSilence() : Silence(
    "failover-silence-app", "the same with the application's settings and downing provider",
    "application silence", OwnerSystems.Application, OwnerSystems.Application);
