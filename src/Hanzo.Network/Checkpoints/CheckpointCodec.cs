using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Hanzo.Network.State;
using Hanzo.Network.Text;

namespace Hanzo.Network.Checkpoints;

/// <summary>The bytes of checkpoints: a description with its checksum, and chunks named by their hash.</summary>
public static class CheckpointCodec
{
    private const string DescriptionFormat = "checkpoint.1";
    private const string ChunkFormat = "checkpoint.state.1";

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static byte[] Write(Checkpoint checkpoint)
    {
        var body = JsonSerializer.Serialize(checkpoint, CheckpointJson.Default.Checkpoint);
        var description = new Description(DescriptionFormat, HashOf(Encoding.UTF8.GetBytes(body)), checkpoint);
        return JsonSerializer.SerializeToUtf8Bytes(description, CheckpointJson.Default.Description);
    }

    /// <exception cref="DamagedCheckpointException">The bytes are not what was written.</exception>
    public static Checkpoint Read(string id, ReadOnlySpan<byte> bytes)
    {
        var description = Parse(id, bytes, CheckpointJson.Default.Description, "its description");
        if (description.Format != DescriptionFormat)
            throw new DamagedCheckpointException(id, $"its format is '{description.Format}'; this version reads '{DescriptionFormat}'.");
        var body = JsonSerializer.Serialize(description.Checkpoint, CheckpointJson.Default.Checkpoint);
        if (HashOf(Encoding.UTF8.GetBytes(body)) != description.Checksum)
            throw new DamagedCheckpointException(id, "its description does not have the checksum that it was written with.");
        return description.Checkpoint.Id == id
            ? description.Checkpoint
            : throw new DamagedCheckpointException(id, $"its description is that of {description.Checkpoint.Id}.");
    }

    public static byte[] WriteChunk(IEnumerable<KeyValuePair<StateKey, StateEntry>> entries) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Chunk(ChunkFormat, [.. from entry in entries from cell in entry.Value.Cells
                                       select new ChunkCell(entry.Key.Value, cell.Key, cell.Value.Text)]),
            CheckpointJson.Default.Chunk);

    /// <exception cref="DamagedCheckpointException">The bytes are not those of the chunk.</exception>
    public static IEnumerable<(StateKey Key, string Writer, StateCell Cell)> ReadChunk(string id, CheckpointChunk chunk, byte[] bytes)
    {
        if (HashOf(bytes) != chunk.Hash)
            throw new DamagedCheckpointException(id, $"chunk {chunk.Hash} does not have the content that it is named by.");
        var read = Parse(id, bytes, CheckpointJson.Default.Chunk, $"chunk {chunk.Hash}");
        if (read.Format != ChunkFormat)
            throw new DamagedCheckpointException(
                id, $"chunk {chunk.Hash} has the format '{read.Format}'; this version reads '{ChunkFormat}'.");
        try
        {
            return [.. read.Cells.Select(cell => (StateKey.Parse(cell.Key), cell.Writer, StateCell.Parse(cell.Part)))];
        }
        catch (FormatException error)
        {
            throw new DamagedCheckpointException(id, $"chunk {chunk.Hash} cannot be read: {error.Message}", error);
        }
    }

    private static T Parse<T>(
        string id, ReadOnlySpan<byte> bytes, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> format, string what)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(bytes, format) ?? throw new DamagedCheckpointException(id, $"{what} is null.");
        }
        catch (JsonException error)
        {
            throw new DamagedCheckpointException(id, $"{what} cannot be read: {error.Message}", error);
        }
    }

    internal sealed record Description(string Format, string Checksum, Checkpoint Checkpoint);

    internal sealed record Chunk(string Format, ImmutableArray<ChunkCell> Cells);

    /// <param name="Part">The text that it is replicated as.</param>
    internal sealed record ChunkCell(string Key, string Writer, string Part);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CheckpointCodec.Description))]
[JsonSerializable(typeof(CheckpointCodec.Chunk))]
[JsonSerializable(typeof(Checkpoint))]
internal sealed partial class CheckpointJson : JsonSerializerContext
{
    static CheckpointJson() => Default = new CheckpointJson(PlainJson.Of(Default.GeneratedSerializerOptions!));
}
