using System.Text;
using Hanzo.Network.Adapters.Consensus;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Adapters.Tests.Consensus;

/// <summary>Files that are not what this member wrote: told with the file's name and what to do, and nothing is given out.</summary>
public sealed class DamagedLogTests : IDisposable
{
    private const int Entries = 40;
    private static readonly GroupConfig Founders = GroupConfig.Of(new MemberId("a"), new MemberId("b"));
    private static readonly LocalMember Member = new("G", "L") { Owner = "node 'one' of network 'home'" };

    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File(SqliteConsensusLog.FileName);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Bytes_changed_in_the_last_entry_are_told_with_its_number()
    {
        await WriteAsync();
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        var at = bytes.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes($"entry number {Entries}."));
        at.ShouldBeGreaterThan(0);
        bytes[at] ^= 0x20;
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        await RefusedAsync(Member, $"damaged (entry {Entries})", "Move the file away", "joins anew");
    }

    [Fact]
    public async Task A_vote_that_was_changed_is_told_and_not_believed()
    {
        await WriteAsync();
        await VoteAsync("voted-for");
        var bytes = await System.IO.File.ReadAllBytesAsync(File);
        var found = 0;
        foreach (var at in Enumerable.Range(0, bytes.Length).Where(at => bytes.AsSpan(at).StartsWith("5 voted-for"u8)).ToArray())
        {
            (bytes[at], found) = ((byte)'4', found + 1);
        }
        found.ShouldBeGreaterThan(0);
        await System.IO.File.WriteAllBytesAsync(File, bytes);

        await RefusedAsync(Member, "damaged (its term and vote)", "Move the file away", "joins anew");
    }

    [Fact]
    public async Task A_file_of_a_version_without_checksums_of_votes_is_read_and_gets_them()
    {
        await WriteAsync();
        using (var connection = new SqliteConnection(File, TimeSpan.FromSeconds(10)))
            connection.Execute("ALTER TABLE hanzo_consensus DROP COLUMN checksum");
        await VoteAsync("voted-for");
        // As such a version writes to it again.
        using (var connection = new SqliteConnection(File, TimeSpan.FromSeconds(10)))
            connection.Execute("INSERT OR REPLACE INTO hanzo_consensus (key, value) VALUES ('state', CAST('7 other' AS BLOB))");

        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var recovered = await (await disk.OpenAsync(Member, default)).OpenAsync(Founders, default);
        recovered.State.ShouldBe(new HardState(7, new MemberId("other")));
        recovered.Entries.Length.ShouldBe(Entries);
    }

    /// <summary>In pages of 4 KiB, each of which has one entry.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(Entries / 2)]
    public async Task A_file_that_has_lost_its_end_is_told(int pages)
    {
        await WriteAsync();
        using (var file = System.IO.File.OpenWrite(File)) file.SetLength(file.Length - pages * 4096);

        await RefusedAsync(Member, "damaged", "Move the file away", "joins anew");
    }

    [Theory]
    [InlineData("node 'one' of network 'work'")]
    [InlineData("node 'two' of network 'home'")]
    public async Task A_file_of_another_network_or_node_is_refused(string other)
    {
        await WriteAsync();

        await RefusedAsync(Member with { Owner = other }, $"it is the log of {Member.Owner}, not of {other}", "joins its network's group");
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var log = await disk.OpenAsync(Member, default);
        (await log.OpenAsync(Founders, default)).Entries.Length.ShouldBe(Entries, "it is whole, and its owner's");
    }

    [Fact]
    public async Task A_file_that_names_no_owner_yet_is_his_who_opens_it()
    {
        await WriteAsync(Member with { Owner = null });
        await using (var disk = new SqliteConsensusDisk(_folder.Path))
            await (await disk.OpenAsync(Member, default)).OpenAsync(Founders, default);

        await RefusedAsync(Member with { Owner = "node 'two' of network 'home'" }, $"the log of {Member.Owner}");
    }

    private async Task VoteAsync(string vote)
    {
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var log = await disk.OpenAsync(Member, default);
        await log.OpenAsync(Founders, default);
        await log.WriteAsync(new PersistBatch(1, new HardState(5, new MemberId(vote)), null, [], null), default);
    }

    private async Task WriteAsync(LocalMember? member = null)
    {
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var log = await disk.OpenAsync(member ?? Member, default);
        await log.OpenAsync(Founders, default);
        for (var index = 1; index <= Entries; index++)
        {
            var payload = new byte[3000];
            Encoding.ASCII.GetBytes($"entry number {index}.").CopyTo(payload, 1000);
            await log.WriteAsync(new PersistBatch(index, null, null, [new LogEntry(index, 1, EntryKind.Command, payload)], null), default);
        }
    }

    private async Task RefusedAsync(LocalMember member, params string[] said)
    {
        await using var disk = new SqliteConsensusDisk(_folder.Path);
        var told = await Should.ThrowAsync<ConsensusLogException>(async () =>
        {
            await disk.FindAsync(default);
            await (await disk.OpenAsync(member, default)).OpenAsync(Founders, default);
        });
        told.Message.ShouldContain(File);
        foreach (var part in said) told.Message.ShouldContain(part);
    }
}
