namespace Hanzo.Network.Joining;

/// <summary>How often a node shouts: fast while it looks for its network, so that newcomers meet within a fraction of a second.</summary>
public static class BeaconPeriod
{
    public static readonly TimeSpan Member = TimeSpan.FromSeconds(2.5);
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(50);
    public static readonly TimeSpan Patient = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(1);

    public static TimeSpan After(TimeSpan sinceStart, bool isMember)
    {
        if (isMember) return Member;
        return sinceStart < FreshFor ? Fresh : Patient;
    }
}
