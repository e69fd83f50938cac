namespace Hanzo.Network.Adapters.Nats;

/// <summary>The subjects of one network: who may publish and subscribe to <c>hanzo.NETWORK.presence.&gt;</c> may take part.</summary>
internal sealed class NatsSubjects(string network, string unique)
{
    private const int MaxLength = 160;

    /// <summary>All nodes hear it.</summary>
    public string Presence { get; } = $"hanzo.{network}.presence";

    /// <summary>This node alone hears it.</summary>
    public string Inbox { get; } = $"hanzo.{network}.presence.{unique}";

    /// <summary>Whether something may be sent there: nobody makes this node write elsewhere.</summary>
    public bool IsInbox(string? subject) =>
        subject is { Length: <= MaxLength } && subject.StartsWith(Presence + ".", StringComparison.Ordinal)
        && subject.AsSpan(Presence.Length + 1) is { Length: > 0 } rest && !rest.ContainsAnyExcept(Allowed);

    private static readonly System.Buffers.SearchValues<char> Allowed =
        System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
}
