using System.Globalization;
using System.Text;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>That a group has ended for good: its entry is the last that has an effect.</summary>
/// <param name="Into">The group that its members go over into.</param>
/// <param name="Index">Of the entry.</param>
public sealed record GroupClosing(string Into, long Index);

/// <summary>
/// Whether the group is closed. It is by its first command, which names the group that its members go over into; whoever applies entries
/// applies none after that.
/// </summary>
public sealed class ClosingPart : IGroupPart
{
    public const byte PartKind = 3;

    private const string Format = "1";

    private volatile GroupClosing? _closing;

    public byte Kind => PartKind;

    public long Applied => _closing?.Index ?? 0;

    /// <summary>Null: the group goes on.</summary>
    public GroupClosing? Closing => _closing;

    /// <summary>The entry's payload.</summary>
    public static byte[] Close(string into) => [PartKind, .. Encoding.UTF8.GetBytes(into)];

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(IReadOnlyList<PartCommand> commands, CancellationToken cancellation)
    {
        if (commands.Count > 0) _closing ??= new GroupClosing(Encoding.UTF8.GetString(commands[0].Command.Span), commands[0].Index);
        return new(new ReadOnlyMemory<byte>[commands.Count]);
    }

    public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation)
    {
        if (_closing is not { } closing) return new(new BytesSnapshot([]));
        var text = string.Create(CultureInfo.InvariantCulture, $"{Format} {closing.Index} {closing.Into}");
        return new(new BytesSnapshot(Encoding.UTF8.GetBytes(text)));
    }

    public ValueTask<long?> FlushAsync(CancellationToken cancellation) => new((long?)null);

    public async ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        _closing = bytes.Length == 0 ? null : Read(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    public ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation)
    {
        _closing = null;
        return default;
    }

    private static GroupClosing Read(string text) => text.Split(' ', 3) is [Format, var index, var into]
        && long.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        ? new GroupClosing(into, at)
        : throw new FormatException($"'{text}' does not say how a group was closed, as this version knows it.");
}
