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
        if (!_wasJudged && _picture.HealedAt + Within <= observation.At) JudgeNow(_picture.HealedAt!.Value + Within);
        _picture.See(observation);
    }

    protected override void Close(TimeSpan at)
    {
        if (_picture.HealedAt + Within <= at) JudgeNow(at);
    }

    private void JudgeNow(TimeSpan at)
    {
        _wasJudged = true;
        Judged();
        if (_picture.WhyNotOneMembership() is { } why) Break(at, $"{Say.Time(at - _picture.HealedAt!.Value)} after the heal {why}");
    }
}
