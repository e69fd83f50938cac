using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hanzo.Network.Adapters.Files;

/// <summary>Small files of JSON that other processes read at any time; whoever cannot read one goes on without it.</summary>
public static class RecordFile
{
    /// <inheritdoc cref="WholeFile.Write"/>
    public static void Write<T>(string path, T record, JsonTypeInfo<T> format, bool isDurable = false) =>
        WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(record, format), isDurable);

    /// <param name="maxBytes">A larger one is not read.</param>
    /// <returns>Null: there is none, or none that can be read.</returns>
    public static T? Read<T>(string path, int maxBytes, JsonTypeInfo<T> format) where T : class
    {
        try
        {
            return WholeFile.Read(path, maxBytes) is { } json ? JsonSerializer.Deserialize(json, format) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // being replaced, not ours, or broken
        }
    }
}
