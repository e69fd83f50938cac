using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class PartSnapshotsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Parts_become_what_others_were_whatever_pieces_they_come_in(int piece)
    {
        var (one, two) = (new FilePart(2, new byte[300]), new FilePart(3, []));
        Random.Shared.NextBytes(one.Content);
        await using var snapshot = await GroupSnapshot.OpenAsync([one, two], default);
        var whole = new List<byte>();
        while (whole.Count < snapshot.Bytes)
            whole.AddRange(await snapshot.ReadAsync(whole.Count, (int)Math.Min(piece, snapshot.Bytes - whole.Count), default));

        var (other, empty) = (new FilePart(2, new byte[5]), new FilePart(3, new byte[5]));
        await RestoreAsync([other, empty], 40, [.. whole]);
        other.Content.ShouldBe(one.Content);
        empty.Content.ShouldBeEmpty();
        (other.Applied, empty.Applied).ShouldBe((40, 40));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => snapshot.ReadAsync(snapshot.Bytes, 1, default));
    }

    [Fact]
    public async Task What_a_part_on_a_disk_has_lost_is_noticed()
    {
        var file = new FilePart(2, new byte[300]) { Applied = 30 };
        var store = new KeyValuePart();
        var own = await PartSnapshots.WriteOwnAsync([store, file], default);
        own.Length.ShouldBeLessThan(300, "what is on a disk is not copied");

        await RestoreAsync([new KeyValuePart(), file], 50, own);
        file.Applied.ShouldBe(30, "it goes on from its disk");
        var lost = await Should.ThrowAsync<ConsensusLogException>(
            () => RestoreAsync([new KeyValuePart(), new FilePart(2, []) { Applied = 29 }], 50, own));
        lost.Message.ShouldContain("ends at entry 29, and had entry 30");
    }

    [Fact]
    public async Task A_part_that_is_ahead_stays_as_it_is()
    {
        await using var snapshot = await GroupSnapshot.OpenAsync([new FilePart(2, new byte[3])], default);
        var content = await snapshot.ReadAsync(0, (int)snapshot.Bytes, default);
        var ahead = new FilePart(2, new byte[9]) { Applied = 41 };

        await RestoreAsync([ahead], 41, content);
        ahead.Content.Length.ShouldBe(9);
    }

    [Fact]
    public async Task What_is_cut_off_or_of_an_unknown_part_is_refused()
    {
        await using var snapshot = await GroupSnapshot.OpenAsync([new FilePart(2, new byte[3])], default);
        var content = await snapshot.ReadAsync(0, (int)snapshot.Bytes, default);

        for (var length = 1; length < content.Length; length++)
            await Should.ThrowAsync<FormatException>(() => RestoreAsync([new FilePart(2, [])], 40, content[..length]));
        (await Should.ThrowAsync<FormatException>(() => RestoreAsync([new FilePart(3, [])], 40, content))).Message.ShouldContain("part 2");
    }

    private static Task RestoreAsync(IReadOnlyCollection<IGroupPart> parts, long applied, byte[] content) => PartSnapshots.RestoreAsync(
        parts, applied, content.Length,
        (offset, length, _) => Task.FromResult<ReadOnlyMemory<byte>>(content.AsMemory((int)offset, length)), default);

    private sealed class FilePart(byte kind, byte[] content) : IGroupPart, IPartSnapshot
    {
        public byte Kind => kind;

        public long Applied { get; set; }

        public byte[] Content { get; private set; } = content;

        public long Bytes => Content.Length;

        public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(
            IReadOnlyList<PartCommand> commands, CancellationToken cancellation) => new([]);

        public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation) => new(this);

        public ValueTask<long?> FlushAsync(CancellationToken cancellation) => new(Applied);

        public async ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation)
        {
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellation);
            (Content, Applied) = (bytes.ToArray(), applied);
        }

        public ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellation)
        {
            var length = Math.Min(into.Length, Content.Length - (int)offset);
            Content.AsMemory((int)offset, length).CopyTo(into);
            return new(length);
        }

        public ValueTask DisposeAsync() => default;
    }
}
