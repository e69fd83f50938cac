using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>How far a member has come. Of two views of one member the further one is the newer one.</summary>
internal static class MemberProgress
{
    public static int Rank(MemberStatus status) => status switch
    {
        MemberStatus.Joining => 0,
        MemberStatus.WeaklyUp => 1,
        MemberStatus.Up => 2,
        MemberStatus.Leaving => 3,
        MemberStatus.Exiting => 4,
        MemberStatus.Down => 5,
        MemberStatus.Removed => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Not a member status."),
    };

    public static bool Allows(MemberStatus from, MemberStatus to) => (from, to) switch
    {
        (MemberStatus.Leaving or MemberStatus.Exiting, MemberStatus.Exiting or MemberStatus.Down or MemberStatus.Removed) => true,
        (MemberStatus.Down, MemberStatus.Removed) => true,
        (MemberStatus.Down or MemberStatus.Removed, _) => false,
        (_, MemberStatus.Exiting) => from == MemberStatus.Leaving,
        _ => Rank(to) > Rank(from),
    };

    public static Member Further(Member a, Member b)
    {
        var order = Rank(a.Status).CompareTo(Rank(b.Status));
        return order != 0 ? (order > 0 ? a : b) : a.UpNumber <= b.UpNumber ? a : b;
    }
}
