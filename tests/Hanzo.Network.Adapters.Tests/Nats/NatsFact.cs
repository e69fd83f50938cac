namespace Hanzo.Network.Adapters.Tests.Nats;

/// <summary>A test with a real server: Debian's <c>nats-server</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NatsFactAttribute : FactAttribute
{
    public NatsFactAttribute() =>
        Skip = NatsProcess.Program is null ? "needs the program nats-server (Debian's package of that name)" : null;
}
