using Hanzo.Network.Simulation.Checks.Picture;

namespace Hanzo.Network.Simulation.Checks;

/// <summary>
/// A member whose port refuses dials is taken for dead only when it is, or when nobody else is there to hear it: refusals may lie.
/// So a member that runs is never downed for them while it, who downs it and a third member hear each other, and were neither paused
/// nor cut off from anybody for <see cref="Calm"/>.
/// </summary>
internal sealed class OnlyTheDeadAreTakenForDead() : Checker("only the dead are taken for dead")
{
    /// <summary>A disturbed node is reachable to all again by then, or is not a member any more.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);

    private readonly NetworkPicture _picture = new();

    public override void See(Observation observation)
    {
        if (observation is TakenForDead taken) Judge(taken);
        else _picture.See(observation);
    }

    /// <summary>Whoever lives at the end was not taken for dead, or has got over it.</summary>
    protected override void Close(TimeSpan at)
    {
        foreach (var _ in _picture.Living) Judged();
    }

    private void Judge(TakenForDead taken)
    {
        Judged();
        var judge = _picture[taken.Node];
        var member = _picture.Living.FirstOrDefault(process => process.Self.Contains(taken.Member, StringComparison.Ordinal));
        if (member is null) return;
        var others = _picture.Living.Where(other => other != judge && other != member);
        if (others.FirstOrDefault(other => AllHear(judge, member, other, taken.At)) is { } third)
            Break(taken.At, $"{judge.Text} took {member.Text} for dead ({taken.Why}), which runs and is heard by {third.Text}");
    }

    private bool AllHear(ProcessPicture judge, ProcessPicture member, ProcessPicture third, TimeSpan now) =>
        Array.TrueForAll([judge, member, third], process => !process.WasDisturbed(now - Calm))
        && _picture.AreInOneMembership(judge, member)
        && _picture.AreInOneMembership(judge, third)
        && _picture.AreInOneMembership(member, third);
}
