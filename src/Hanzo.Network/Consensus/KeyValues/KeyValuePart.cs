using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>The key-value store as a part of a group: in memory, read by anybody at any time.</summary>
/// <param name="changed">Told of each step, in order, after <see cref="State"/> is the new one; null: of none.</param>
/// <param name="restored">Told when a snapshot has taken the place of all.</param>
public sealed class KeyValuePart(Action<KeyValueStep>? changed = null, Action<KeyValueState>? restored = null) : IGroupPart
{
    public const byte PartKind = 1;

    private volatile KeyValueState _state = KeyValueState.Empty;

    public byte Kind => PartKind;

    public long Applied => _state.Index;

    /// <summary>As of what this member has applied.</summary>
    public KeyValueState State => _state;

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ApplyAsync(IReadOnlyList<PartCommand> commands, CancellationToken cancellation)
    {
        var results = new ReadOnlyMemory<byte>[commands.Count];
        for (var i = 0; i < commands.Count; i++)
        {
            var step = KeyValueMachine.Apply(_state, commands[i].Index, Read(commands[i]));
            _state = step.State;
            results[i] = KeyValueCodec.Write(step.Result);
            changed?.Invoke(step);
        }
        return new(results);
    }

    public bool Knows(ReadOnlyMemory<byte> command)
    {
        try
        {
            KeyValueCodec.ReadRequest(command.Span);
            return true;
        }
        catch (NewerCommandException)
        {
            return false;
        }
    }

    private static KeyValueRequest Read(PartCommand command)
    {
        try
        {
            return KeyValueCodec.ReadRequest(command.Command.Span);
        }
        catch (NewerCommandException newer)
        {
            throw newer.At(command.Index);
        }
    }

    public ValueTask<IPartSnapshot> SnapshotAsync(CancellationToken cancellation) =>
        new(new BytesSnapshot(KeyValueCodec.WriteSnapshot(_state)));

    public ValueTask<long?> FlushAsync(CancellationToken cancellation) => new((long?)null);

    public async ValueTask RestoreAsync(long applied, Stream content, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellation);
        var state = bytes.Length == 0 ? KeyValueState.Empty : KeyValueCodec.ReadSnapshot(bytes.ToArray());
        _state = state with { Index = applied };
        restored?.Invoke(_state);
    }

    public ValueTask SetAsideAsync(string group, string? folder, CancellationToken cancellation) =>
        RestoreAsync(0, Stream.Null, cancellation);
}
