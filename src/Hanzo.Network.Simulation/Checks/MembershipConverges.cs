using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// At <see cref="Within"/> after the heal, and at the end, all living nodes are in one cluster: each sees all of them Up and
/// reachable, and nobody else. Clusters that do not know each other get a sentence of their own.
/// </summary>
internal sealed class MembershipConverges() : Checker("membership converges")
{
    /// <summary>
    /// Silence is downed after 2.5 s of it plus 3.5 s, a downed node needs up to 10 s to end its system and joins within some
    /// seconds more; twice, since a node may be downed once more by what was decided before the heal.
    /// </summary>
    public static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    private readonly NetworkPicture _picture = new();
    private bool _wasJudged;

    public override void See(Observation observation)
    {
        JudgeInTime(observation.At);
        _picture.See(observation);
    }

    protected override void Close(TimeSpan at)
    {
        JudgeInTime(at);
        if (_wasJudged) JudgeNow(at);
    }

    /// <summary>What was so at the last observation was still so when the time was up.</summary>
    private void JudgeInTime(TimeSpan now)
    {
        if (_wasJudged || _picture.HealedAt + Within is not { } bound || now < bound) return;
        JudgeNow(bound);
        _wasJudged = true;
    }

    private void JudgeNow(TimeSpan at)
    {
        Judged();
        if (_picture.WhyNotOneMembership() is { } why) Break(at, $"{Say.Time(at - _picture.HealedAt!.Value)} after the heal {why}");
    }
}
