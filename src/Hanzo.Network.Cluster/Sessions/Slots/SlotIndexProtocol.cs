using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>What is said to the index of a slot, by way of the region, and what it answers.</summary>
internal static class SlotIndexProtocol
{
    /// <summary>Routes itself to the index of its slot.</summary>
    public interface ISlotMessage : IWireMessage
    {
        SlotId Slot { get; }
    }

    /// <summary>From a session that is about to record a run; it waits for <see cref="SlotOpened"/>.</summary>
    /// <param name="Ask">Comes back with the answer.</param>
    public sealed record SlotOpen(SessionId Session, long Ask) : ISlotMessage
    {
        public SlotId Slot => Session.Slot;
    }

    /// <summary>The session is in the index, and is woken after whatever happens to its node.</summary>
    /// <param name="Refusal">Why it is not; null: it is.</param>
    public sealed record SlotOpened(SessionId Session, long Ask, string? Refusal) : IWireMessage
    {
        /// <summary>No session of this slot can be recorded by this version; else the index is full.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsUnreadable { get; init; }
    }

    /// <summary>From a session without unfinished runs. Not answered.</summary>
    public sealed record SlotClose(SessionId Session) : ISlotMessage
    {
        public SlotId Slot => Session.Slot;
    }

    /// <summary>That it comes is enough: the index wakes its sessions when it begins.</summary>
    public sealed record SlotWake(SlotId Slot) : ISlotMessage;
}
