namespace Hanzo.Network.Security;

public enum RevocationStep
{
    Nothing,

    /// <summary>The group knows more: it is offered to this node's security.</summary>
    Take,

    /// <summary>This node knows more: it is put into the group.</summary>
    Put,
}

/// <summary>
/// Which list of revocations a node takes from its network's group, and which it puts there. The authority has signed each, one after the
/// other, so that there is nothing to decide, and a list counts wherever it is heard of, without a majority; the group keeps the newest for
/// those that were away.
/// </summary>
public static class RevocationChoice
{
    /// <param name="held">What the group holds; null: nothing that counts.</param>
    public static RevocationStep Decide(RevocationList own, RevocationList? held) => own.Version.CompareTo(held?.Version ?? 0) switch
    {
        > 0 => RevocationStep.Put,
        < 0 => RevocationStep.Take,
        _ => RevocationStep.Nothing,
    };
}
