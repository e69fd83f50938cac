using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Text.Embeddings;

namespace Hanzo.Network.Adapters.Tests.Memory;

/// <summary>What every store promises to the memory.</summary>
public abstract class MemoryStoreContract : IAsyncLifetime
{
    protected const string One = "math.1.01J9ZZZZZZZZZZZZZZZZZZZZZZ";
    protected const string Two = "math.2.01J9ZZZZZZZZZZZZZZZZZZZZZY";
    protected const string Embedder = HashedEmbeddings.ModelId + "/64";

    protected static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly HashedEmbeddings Embeddings = new(64);

    private IMemoryStore? _store;

    protected IMemoryStore Store => _store!;

    /// <summary>The same store as another process would have it, unless it has none to share.</summary>
    protected abstract IMemoryStore Open();

    public virtual Task InitializeAsync()
    {
        _store = Open();
        return Task.CompletedTask;
    }

    public virtual Task DisposeAsync()
    {
        (_store as IDisposable)?.Dispose();
        return Task.CompletedTask;
    }

    [StoreFact]
    public async Task A_memory_comes_back_as_it_was_written()
    {
        var entry = Entry("m1", "Köln, 漢字 🙂 and \"quotes\"") with
        {
            User = "o'hara", Sessions = [One, Two], Kind = MemoryKind.Reflection, Source = MemorySource.Summary, Importance = 0.25,
            LastUsed = Start.AddHours(1), Uses = 7, IsShared = true,
        };
        (await Write(entry)).ShouldBeTrue();

        var read = (await List()).ShouldHaveSingleItem();

        (read with { Vector = default, Sessions = [] }).ShouldBe(entry with { Vector = default, Sessions = [] });
        read.Sessions.ShouldBe(entry.Sessions);
        read.Vector.ToArray().ShouldBe(entry.Vector.ToArray());
        read.Trait.ShouldBe((await Store.TraitsAsync(entry.Owner, default)).Single());
    }

    [StoreFact]
    public async Task An_end_of_a_run_is_written_once_also_when_its_memories_are_gone()
    {
        var write = new MemoryWrite([Entry("m1"), Entry("m2")], $"{One}.1", Start) { Used = ["m1"] };
        (await Store.WriteAsync(write, default)).ShouldBeTrue();
        (await Store.WriteAsync(write, default)).ShouldBeFalse();
        (await List()).Select(entry => entry.Uses).Order().ShouldBe([0, 1]);

        (await Store.DeleteAsync(MemoryFilter.All, default)).ShouldBe(2);
        (await Store.WriteAsync(write with { At = Start.AddDays(29) }, default)).ShouldBeFalse();
        (await List()).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task An_entry_that_is_there_stays_as_it_is()
    {
        await Write(Entry("m1", "first"));
        await Write(Entry("m1", "second"));

        (await List()).ShouldHaveSingleItem().Text.ShouldBe("first");
    }

    [StoreFact]
    public async Task What_is_used_often_lasts_and_its_time_never_goes_back()
    {
        await Write(Entry("m1"));
        foreach (var hours in new[] { 5, 9, 7 })
            await Store.WriteAsync(new MemoryWrite([], null, Start.AddHours(hours)) { Used = ["m1", "gone"] }, default);

        var used = (await List()).Single();
        (used.Uses, used.Kind, used.LastUsed).ShouldBe((3, MemoryKind.LongTerm, Start.AddHours(9)));
    }

    [StoreFact]
    public async Task What_a_new_one_stands_for_is_replaced_in_one_step()
    {
        await Write(Entry("m1"), Entry("m2"), Entry("m3"));

        await Store.WriteAsync(new MemoryWrite([Entry("r1")], null, Start) { Replaced = ["m1", "m2", "gone"] }, default);

        (await List()).Select(entry => entry.Id).ShouldBe(["m3", "r1"], ignoreOrder: true);
    }

    [StoreFact]
    public async Task Lists_are_filtered_bounded_and_begin_with_the_newest()
    {
        await Write(
            Entry("m1") with { Created = Start.AddHours(1) },
            Entry("m2", "other") with { User = "bob", Created = Start.AddHours(3) },
            Entry("m3") with { User = null, Sessions = [Two], Kind = MemoryKind.LongTerm, Created = Start.AddHours(2) },
            Entry("m4") with { Sessions = [One, Two], Owner = MemoryOwner.Network, Agent = "text" });

        (await List()).Select(entry => entry.Id).ShouldBe(["m2", "m3", "m1", "m4"]);
        (await List(most: 2)).Select(entry => entry.Id).ShouldBe(["m2", "m3"]);
        (await Ids(new() { User = "ada" })).ShouldBe(["m1", "m4"]);
        (await Ids(new() { Session = Two })).ShouldBe(["m3", "m4"]);
        (await Ids(new() { Session = One, Agent = "text" })).ShouldBe(["m4"]);
        (await Ids(new() { Session = "math.1" })).ShouldBeEmpty();
        (await Ids(new() { Owner = MemoryOwner.Network })).ShouldBe(["m4"]);
        (await Ids(new() { Kind = MemoryKind.LongTerm })).ShouldBe(["m3"]);
        (await Ids(new() { Text = "other" })).ShouldBe(["m2"]);
        (await Ids(new() { Ids = ["m1", "m2", "no"], User = "bob" })).ShouldBe(["m2"]);
        (await Ids(new() { User = "' OR 1=1 --" })).ShouldBeEmpty();
    }

    [StoreFact]
    public async Task Deleting_takes_what_the_filter_means_and_says_how_much()
    {
        await Write(
            Entry("m1"), Entry("m2") with { User = "bob" }, Entry("m3") with { Sessions = [Two] },
            Entry("m4") with { Sessions = [One, Two], Kind = MemoryKind.Reflection });

        (await Store.DeleteAsync(new() { Session = Two }, default)).ShouldBe(2);
        (await Store.DeleteAsync(new() { User = "ada" }, default)).ShouldBe(1);
        (await Store.DeleteAsync(new() { User = "ada" }, default)).ShouldBe(0);
        (await List()).Single().Id.ShouldBe("m2");
    }

    [StoreFact]
    public async Task Many_are_deleted_by_their_ids()
    {
        var entries = Enumerable.Range(0, 1200).Select(n => Entry($"m{n}")).ToArray();
        await Write(entries);

        (await Store.DeleteAsync(new() { Ids = [.. entries.Skip(1).Select(entry => entry.Id)] }, default)).ShouldBe(1199);

        (await List()).Single().Id.ShouldBe("m0");
        (await Store.DeleteAsync(new() { Ids = [] }, default)).ShouldBe(0);
    }

    [StoreFact]
    public async Task A_search_brings_what_its_reader_may_see_and_nothing_else()
    {
        await Write(
            Entry("own"), Entry("other-session") with { Sessions = [Two] }, Entry("bobs") with { User = "bob" },
            Entry("nobodys") with { User = null }, Entry("nobodys-2") with { User = null, Sessions = [Two] },
            Entry("shared") with { User = "bob", IsShared = true },
            Entry("given") with { User = null, Sessions = [], IsShared = true, Source = MemorySource.Given },
            Entry("network") with { Owner = MemoryOwner.Network, IsShared = true });
        (await List()).Count.ShouldBe(8);

        foreach (var scope in Enum.GetValues<MemoryScope>())
            foreach (var user in new[] { "ada", "bob", "eve", null })
            {
                var reader = MemoryReader.Of(AgentName.Parse("math"), new AgentMemory { Scope = scope }, SessionId.Parse(One), user);
                var expected = (await List()).Where(reader.MaySee).Select(entry => entry.Id);
                (await Find(reader)).Select(found => found.Entry.Id).ShouldBe(expected, ignoreOrder: true, $"{scope} {user}");
            }
    }

    [StoreFact]
    public async Task A_search_over_all_is_narrowed_by_its_filter()
    {
        await Write(Entry("m1"), Entry("m2") with { User = "bob" });

        (await Find(null, new() { User = "bob" })).Select(found => found.Entry.Id).ShouldBe(["m2"]);
        (await Find(null)).Count.ShouldBe(2);
    }

    [StoreFact]
    public async Task Relevance_is_the_cosine_whoever_compares()
    {
        await Write(Entry("tea", "green tea with milk"), Entry("trains", "night trains to Vienna"));

        var found = await Find(null, text: "a cup of green tea");

        foreach (var candidate in found)
        {
            var cosine = Vectors.Cosine(candidate.Entry.Vector.Span, Embeddings.Embed("a cup of green tea"));
            (candidate.Relevance ?? cosine).ShouldBe(cosine, 1e-5);
        }
    }

    [StoreFact]
    public async Task What_is_relevant_comes_also_from_among_many()
    {
        await Write([.. Enumerable.Range(0, 250).Select(n => Entry($"m{n:000}", $"text {n}"))]);
        await Write(Entry("tea", "green tea with milk") with { Created = Start.AddDays(-400) });

        var found = await Find(null, text: "green tea", least: 0.4);

        found.ShouldContain(one => one.Entry.Id == "tea");
        found.Where(one => one.Relevance != null).ShouldAllBe(one => one.Relevance >= 0.4);
    }

    [StoreFact]
    public async Task Vectors_of_other_lengths_stand_beside_each_other()
    {
        await Write(Entry("m1"), Entry("m2") with { Vector = new float[] { 1, 2, 3 }, Embedder = "other/3" });

        var found = await Find(null, text: "text");

        found.Single(one => one.Entry.Id == "m2").Relevance.ShouldBeNull();
        found.Single(one => one.Entry.Id == "m2").Entry.Vector.ToArray().ShouldBe([1f, 2f, 3f]);
        found.Count.ShouldBe(2);
    }

    [StoreFact]
    public async Task Many_writers_at_once_lose_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 40).Select(n =>
            Store.WriteAsync(new MemoryWrite([Entry($"m{n % 20}")], $"{One}.{n % 20}", Start), default)));

        (await List()).Count.ShouldBe(20);
    }

    [StoreFact]
    public void It_says_where_memories_are_without_secrets() => Store.Description.ShouldNotContain("Password", Case.Insensitive);

    protected static MemoryEntry Entry(string id, string text = "text") => new()
    {
        Id = id,
        Owner = MemoryOwner.Of(AgentName.Parse("math")),
        Agent = "math",
        User = "ada",
        Sessions = [One],
        Kind = MemoryKind.ShortTerm,
        Source = MemorySource.User,
        Text = text,
        Importance = 0.5,
        Created = Start,
        LastUsed = Start,
        Embedder = Embedder,
        Vector = Embeddings.Embed(text),
    };

    protected Task<bool> Write(params MemoryEntry[] entries) => Store.WriteAsync(new MemoryWrite([.. entries], null, Start), default);

    protected async Task<IReadOnlyList<MemoryEntry>> List(int most = 2000) => await Store.ListAsync(MemoryFilter.All, most, default);

    protected Task<IReadOnlyList<MemoryCandidate>> Find(
        MemoryReader? reader, MemoryFilter? filter = null, string text = "text", double least = -1) => Store.FindAsync(
            new MemorySearch(filter ?? MemoryFilter.All, Embeddings.Embed(text), Embedder) { Reader = reader, Least = least }, default);

    private async Task<IEnumerable<string>> Ids(MemoryFilter filter) =>
        (await Store.ListAsync(filter, 100, default)).Select(entry => entry.Id).Order(StringComparer.Ordinal);
}
