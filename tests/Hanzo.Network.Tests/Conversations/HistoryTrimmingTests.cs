using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Tests.Conversations;

public sealed class HistoryTrimmingTests
{
    private const int Bound = 1000;

    [Fact]
    public void A_conversation_within_its_bound_stays_whole() =>
        HistoryTrimming.EntriesToSummarize([User(400), Said(500)], Bound).ShouldBe(0);

    [Fact]
    public void The_newest_half_stays_word_for_word() =>
        HistoryTrimming.EntriesToSummarize([User(300), Said(300), User(190), Said(190), User(90)], Bound).ShouldBe(2);

    [Fact]
    public void A_turn_is_kept_as_a_whole_so_that_calls_keep_their_results() =>
        HistoryTrimming.EntriesToSummarize([User(400), Calls(20), Result(300), Calls(20), Result(400)], Bound).ShouldBe(3);

    [Fact]
    public void The_last_turn_stays_however_long_it_is() =>
        HistoryTrimming.EntriesToSummarize([User(400), Said(100), User(50), Calls(20), Result(3000)], Bound).ShouldBe(3);

    [Fact]
    public void What_would_spare_little_is_not_summarized() =>
        HistoryTrimming.EntriesToSummarize([new SummaryEntry(Text(500)), User(100), Calls(20), Result(3000)], Bound).ShouldBe(0);

    [Fact]
    public void Instructions_that_count_stay_behind_the_summary()
    {
        ImmutableList<TranscriptEntry> transcript =
            [new InstructionEntry("old"), User(300), Said(300), new InstructionEntry("new"), User(202), Said(192), User(92)];

        var entries = HistoryTrimming.EntriesToSummarize(transcript, Bound);
        entries.ShouldBe(4);

        HistoryTrimming.ToSummarize(transcript, entries).ShouldBe([transcript[0], transcript[1], transcript[2]]);
        HistoryTrimming.Replace(transcript, entries, "short")
            .ShouldBe([new SummaryEntry("short"), transcript[3], transcript[4], transcript[5], transcript[6]]);
    }

    [Fact]
    public void What_the_user_said_last_stays_behind_the_summary()
    {
        ImmutableList<TranscriptEntry> transcript = [User(300), Said(300), User(40), Calls(20), Result(400), Calls(20), Result(300)];

        var entries = HistoryTrimming.EntriesToSummarize(transcript, Bound);
        entries.ShouldBe(5);

        HistoryTrimming.ToSummarize(transcript, entries).ShouldBe([transcript[0], transcript[1], transcript[3], transcript[4]]);
        HistoryTrimming.Replace(transcript, entries, "short")
            .ShouldBe([new SummaryEntry("short"), transcript[2], transcript[5], transcript[6]]);
    }

    [Fact]
    public void What_was_left_out_is_not_asked_for_again()
    {
        ImmutableList<TranscriptEntry> transcript = [User(40), Calls(20), Result(900), Calls(20), Result(3000)];
        var entries = HistoryTrimming.EntriesToSummarize(transcript, Bound);

        var trimmed = HistoryTrimming.Replace(transcript, entries, HistoryTrimming.Without(entries));

        entries.ShouldBe(3);
        HistoryTrimming.EntriesToSummarize(trimmed, Bound).ShouldBe(0);
    }

    private static string Text(int tokens) => new('x', tokens * TokenEstimate.BytesPerToken);

    private static UserEntry User(int tokens) => new(Text(tokens));

    private static AssistantEntry Said(int tokens) => new(Text(tokens), []);

    private static AssistantEntry Calls(int tokens) => new(Text(tokens), [new ToolRequest("c", "t", "{}")]);

    private static ToolEntry Result(int tokens) => new("c", "t", Text(tokens), Failed: false);
}
