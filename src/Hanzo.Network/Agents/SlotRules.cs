namespace Hanzo.Network.Agents;

public static class SlotRules
{
    /// <summary>The slot that is named by itself or by one of its sessions.</summary>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.UnknownSlot"/>: neither.</exception>
    public static SlotId Parse(string what)
    {
        if (SlotId.TryParse(what, out var slot)) return slot;
        if (SessionId.TryParse(what, out var session)) return session.Slot;
        throw new AgentNetworkException(
            NetworkError.UnknownSlot, $"'{what}' is neither a slot, such as 'math.7', nor a session (agent.slot.ulid).");
    }
}
