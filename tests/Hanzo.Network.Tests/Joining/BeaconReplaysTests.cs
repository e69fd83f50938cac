using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

public sealed class BeaconReplaysTests
{
    private readonly BeaconReplays _replays = new();

    [Fact]
    public void Each_number_is_taken_once_in_whatever_order()
    {
        foreach (var number in (uint[])[5, 7, 6, 70, 8]) _replays.Note(1, number).ShouldBeNull($"{number}");
        foreach (var number in (uint[])[7, 8, 70]) _replays.Note(1, number).ShouldBe(BeaconDrop.Repeated, $"{number}");
        foreach (var number in (uint[])[5, 6, 1, 0]) _replays.Note(1, number).ShouldBe(BeaconDrop.Replayed, $"{number}");
    }

    [Fact]
    public void What_a_speaker_said_is_nothing_to_another()
    {
        _replays.Note(1, 9).ShouldBeNull();
        _replays.Note(2, 9).ShouldBeNull();
    }

    [Fact]
    public void A_far_jump_forgets_the_window()
    {
        _replays.Note(1, 1).ShouldBeNull();
        _replays.Note(1, uint.MaxValue).ShouldBeNull();
        _replays.Note(1, uint.MaxValue - BeaconReplays.Window + 1).ShouldBeNull();
        _replays.Note(1, uint.MaxValue - BeaconReplays.Window).ShouldBe(BeaconDrop.Replayed);
    }

    [Fact]
    public void Of_too_many_speakers_the_one_heard_longest_ago_is_forgotten()
    {
        for (ulong speaker = 0; speaker < BeaconReplays.MaxSpeakers; speaker++) _replays.Note(speaker, 1);
        _replays.Note(0, 2).ShouldBeNull();
        _replays.Note(9_999, 1).ShouldBeNull();
        _replays.Note(0, 2).ShouldBe(BeaconDrop.Repeated);
        _replays.Note(1, 1).ShouldBeNull();
    }

    [Fact]
    public void Random_numbers_agree_with_a_set_of_all_that_was_taken()
    {
        var random = new Random(5678);
        var (taken, highest) = (new HashSet<uint>(), 0u);
        for (var i = 0; i < 20_000; i++)
        {
            var number = (uint)Math.Max(0, (int)highest + random.Next(-100, 40));
            var isNew = (i == 0 || number > highest || highest - number < BeaconReplays.Window) && taken.Add(number);
            (_replays.Note(1, number) is null).ShouldBe(isNew, $"step {i}: {number} with {highest} the highest");
            highest = Math.Max(highest, number);
        }
    }
}
