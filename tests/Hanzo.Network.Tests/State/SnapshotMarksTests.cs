using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class SnapshotMarksTests
{
    private readonly SnapshotMarks _marks = new(10);

    [Fact]
    public void A_snapshot_is_due_after_so_many_events()
    {
        _marks.IsDue(9).ShouldBeFalse();
        _marks.IsDue(10).ShouldBeTrue();
        _marks.Found(7).IsDue(16).ShouldBeFalse();
        _marks.Found(7).IsDue(17).ShouldBeTrue();
    }

    [Fact]
    public void One_that_is_being_stored_or_could_not_be_is_not_due_again_at_once()
    {
        var saving = _marks.Saving(12);

        saving.IsDue(13).ShouldBeFalse();
        saving.IsDue(22).ShouldBeTrue();
        saving.Saved(12).IsDue(21).ShouldBeFalse();
        saving.Saved(12).IsDue(22).ShouldBeTrue();
    }

    [Fact]
    public void The_last_two_snapshots_and_the_events_after_the_first_of_them_are_needed()
    {
        _marks.Needed.ShouldBe(0);
        _marks.Saved(10).Needed.ShouldBe(0);
        _marks.Saved(10).Saved(20).Needed.ShouldBe(10);
        _marks.Found(30).Needed.ShouldBe(0);
        _marks.Found(30).Saved(40).Saved(55).Needed.ShouldBe(40);
    }

    [Fact]
    public void What_is_told_late_changes_nothing() => _marks.Saved(10).Saved(20).Saved(10).ShouldBe(_marks.Saved(10).Saved(20));
}
