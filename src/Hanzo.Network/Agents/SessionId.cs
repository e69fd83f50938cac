namespace Hanzo.Network.Agents;

/// <summary>One conversation with an agent; routes itself to its slot: <c>math.17.01J9Z…</c> (slot, then a ULID).</summary>
public readonly record struct SessionId(SlotId Slot, string Ulid)
{
    public AgentName Agent => Slot.Agent;

    /// <exception cref="FormatException">The text is not <c>agent.slot.ulid</c>.</exception>
    public static SessionId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"session id '{text}' is not of the form agent.slot.ulid.");

    public static bool TryParse(string? text, out SessionId id)
    {
        id = default;
        if (text is null) return false;
        var dot = text.LastIndexOf('.');
        if (dot <= 0 || !Agents.Ulid.IsValid(text.AsSpan(dot + 1)) || !SlotId.TryParse(text[..dot], out var slot)) return false;
        id = new SessionId(slot, text[(dot + 1)..]);
        return true;
    }

    public override string ToString() => $"{Slot}.{Ulid}";
}
