using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Memory;
using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Tests.Memory;

public sealed class MemoryManagerTests
{
    private readonly ManualTime _time = new();
    private readonly InMemoryMemoryStore _store = new();
    private readonly MemoryManager _memory;

    public MemoryManagerTests() => _memory = Remembered.Manager(_store, _time);

    [Fact]
    public async Task What_was_said_is_recalled_by_what_it_has_to_do_with()
    {
        await Keep(1, "My dog is called Bruno.", "What a lovely name for a dog!");
        await Keep(2, "I work as a gardener in Porto.", "Portugal has a fine climate for that.");

        var recalled = await Recall("What is the name of my dog?");

        recalled.ShouldContain(memory => memory.Text == "My dog is called Bruno." && memory.By == "the user");
        recalled.ShouldNotContain(memory => memory.Text.Contains("Porto", StringComparison.Ordinal));
        (await Recall("Which city has the best tram lines?")).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_same_end_of_a_run_adds_nothing_twice()
    {
        (await Keep(1, "My dog is called Bruno.", "Good.")).ShouldBe(new KeptMemories(2, 0));
        (await Keep(1, "My dog is called Bruno.", "Good.")).ShouldBe(new KeptMemories(0, 0));

        (await All()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_was_deleted_does_not_come_back_with_a_repeat()
    {
        await Keep(1, "My dog is called Bruno.", "Good.");
        (await _memory.DeleteAsync(new MemoryFilter { User = "ada" })).ShouldBe(2);

        await Keep(1, "My dog is called Bruno.", "Good.");

        (await All()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_said_every_day_is_one_memory_that_lasts()
    {
        for (var run = 1; run <= 4; run++)
        {
            await Keep(run, "Tell me the weather.", "");
            _time.Advance(TimeSpan.FromDays(1));
        }

        var only = (await All()).ShouldHaveSingleItem();
        (only.Uses, only.Kind, only.LastUsed).ShouldBe((3, MemoryKind.LongTerm, ManualTime.Start.AddDays(3)));
    }

    [Fact]
    public async Task The_same_words_of_another_user_are_another_memory()
    {
        await Keep(1, "Tell me the weather.", "", "ada");
        await Keep(2, "Tell me the weather.", "", "bob");

        (await All()).Select(entry => entry.User).ShouldBe(["ada", "bob"], ignoreOrder: true);
    }

    [Fact]
    public async Task Recalled_memories_count_as_used_when_the_run_has_ended()
    {
        await Keep(1, "My dog is called Bruno.", "");
        _time.Advance(TimeSpan.FromHours(5));
        var recalled = await Recall("How old is my dog?");

        var said = new SaidInRun(Run(2), "How old is my dog?", "Five.") { Recalled = [.. recalled.Select(memory => memory.Id)] };
        await Keep(said);
        await Keep(said);

        var dog = (await All()).Single(entry => entry.Text.Contains("Bruno", StringComparison.Ordinal));
        (dog.Uses, dog.LastUsed).ShouldBe((1, ManualTime.Start.AddHours(5)));
    }

    [Fact]
    public async Task No_user_is_told_what_another_said_unless_memory_is_shared()
    {
        await Keep(1, "My secret is a blue parrot.", "A parrot, I see.", "ada");

        (await Recall("What of the blue parrot?", "bob")).ShouldBeEmpty();
        (await Recall("What of the blue parrot?", user: null)).ShouldBeEmpty();
        (await Recall("What of the blue parrot?", "bob", MemoryScope.Agent)).ShouldBeEmpty();
        (await Recall("What of the blue parrot?", "ada")).ShouldNotBeEmpty();

        await Keep(2, "The parrot is green.", "", "ada", MemoryScope.Agent);
        (await Recall("What of the parrot?", "bob", MemoryScope.Agent)).ShouldHaveSingleItem().By.ShouldBe("another user");
    }

    [Fact]
    public async Task An_owner_has_no_more_than_it_may()
    {
        var bounds = new AgentMemory { MaxMemories = 10 };
        var kept = new List<KeptMemories>();
        for (var run = 1; run <= 12; run++)
        {
            kept.Add(await _memory.KeepAsync(
                Remembered.Reader(), Remembered.Agent, bounds, new SaidInRun(Run(run), $"fact number {run}", ""), default));
            _time.Advance(TimeSpan.FromHours(1));
        }

        kept[^1].ShouldBe(new KeptMemories(1, 1));
        (await All()).Select(entry => entry.Text).ShouldBe(
            Enumerable.Range(3, 10).Select(run => $"fact number {run}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Vectors_of_another_generator_are_compared_by_their_texts()
    {
        var other = new MemoryManager(_store, new HashedEmbeddings(64), _time, new SystemIds(_time));
        await other.KeepAsync(
            Remembered.Reader(), Remembered.Agent, new AgentMemory(), new SaidInRun(Run(1), "My dog is called Bruno.", ""), default);

        (await Recall("What is my dog called?")).ShouldHaveSingleItem().Text.ShouldBe("My dog is called Bruno.");
    }

    [Fact]
    public async Task What_it_is_told_on_purpose_lasts_and_reaches_everybody_or_one_user()
    {
        await _memory.AddAsync(new NewMemory("The office opens at nine.") { Agent = Remembered.Agent });
        await _memory.AddAsync(new NewMemory("Your office has number 12.") { Agent = Remembered.Agent, User = "ada" });

        (await Recall("When does the office open?", "ada")).Length.ShouldBe(2);
        var only = (await Recall("When does the office open?", "bob")).ShouldHaveSingleItem();
        (only.Text, only.By).ShouldBe(("The office opens at nine.", "given"));
        (await All()).ShouldAllBe(entry => entry.Kind == MemoryKind.LongTerm);
    }

    [Theory]
    [InlineData("", "ada", 0.5, "text has 0 characters; it must have 1 to 2000")]
    [InlineData("x", "", 0.5, "user must have 1 to 128 characters")]
    [InlineData("x", "ada", 1.5, "importance must be 0 to 1")]
    public async Task What_cannot_be_remembered_is_refused(string text, string user, double importance, string why)
    {
        var error = await Should.ThrowAsync<AgentNetworkException>(
            () => _memory.AddAsync(new NewMemory(text) { User = user, Importance = importance }));

        (error.Error, error.Message).ShouldSatisfyAllConditions(
            e => e.Error.ShouldBe(NetworkError.InvalidRequest), e => e.Message.ShouldStartWith(why));
    }

    [Fact]
    public async Task Long_and_broken_texts_are_kept_as_far_as_stores_can()
    {
        await Keep(1, $"\0\ud800 {new string('x', 5000)}", GuardrailTripped.Withheld);

        var entry = (await All()).Single(one => one.Source == MemorySource.User);
        entry.Text.Length.ShouldBe(MemoryLimits.MaxText - 1);
        entry.Text.ShouldStartWith("\ufffd xxx");
    }

    [Fact]
    public async Task Searching_finds_the_best_among_what_the_filter_means()
    {
        await Keep(1, "My dog is called Bruno.", "", "ada");
        await Keep(2, "My cat is called Mia.", "", "bob");

        var found = await _memory.SearchAsync(MemoryFilter.All, "a dog called Bruno", 10);
        found[0].Entry.Text.ShouldBe("My dog is called Bruno.");
        found[0].Score!.Value.ShouldBeGreaterThan(0.3);
        (await _memory.SearchAsync(new MemoryFilter { User = "bob" }, "called", 10)).ShouldHaveSingleItem().Entry.User.ShouldBe("bob");
        (await _memory.ListAsync(new MemoryFilter { Session = Remembered.First.ToString() }, 1)).Length.ShouldBe(1);
    }

    private async Task<IReadOnlyList<MemoryEntry>> All() => await _store.ListAsync(MemoryFilter.All, 100, CancellationToken.None);

    private static RunId Run(long number) => new(Remembered.First, number);

    private Task<KeptMemories> Keep(SaidInRun said) =>
        _memory.KeepAsync(Remembered.Reader(), Remembered.Agent, new AgentMemory(), said, CancellationToken.None);

    private Task<KeptMemories> Keep(
        long run, string said, string answer, string? user = "ada", MemoryScope scope = MemoryScope.User) =>
        _memory.KeepAsync(
            Remembered.Reader(user, scope), Remembered.Agent, new AgentMemory { Scope = scope }, new SaidInRun(Run(run), said, answer),
            CancellationToken.None);

    private async Task<ImmutableArray<RecalledMemory>> Recall(
        string query, string? user = "ada", MemoryScope scope = MemoryScope.User) =>
        await _memory.RecallAsync(
            Remembered.Reader(user, scope, Remembered.Second), new AgentMemory { Scope = scope }, query, [], CancellationToken.None);
}
