namespace Hanzo.Network.Simulation.Checks;

/// <summary>A slot that two processes hold, and since when they have had no excuse for it.</summary>
internal sealed class SlotConflict(string slot, int one, int other, TimeSpan since)
{
    public string Slot { get; } = slot;
    public int One { get; } = one;
    public int Other { get; } = other;
    public TimeSpan Since { get; } = since;

    /// <summary>Null: they are not in one membership now.</summary>
    public TimeSpan? InOneMembershipSince { get; set; }

    /// <summary>Null: nobody could have told the one of them that was given up.</summary>
    public TimeSpan? CouldKnowSince { get; set; }
}
