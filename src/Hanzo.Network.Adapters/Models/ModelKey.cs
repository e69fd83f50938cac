using Hanzo.Network.Models;

namespace Hanzo.Network.Adapters.Models;

/// <summary>The key of a provider; its text is never that of the key.</summary>
public sealed class ModelKey
{
    private const int MaxFileBytes = 4096;

    private ModelKey(string secret) => Secret = secret;

    internal string Secret { get; }

    /// <summary>The file counts over the variable.</summary>
    /// <returns>Null: the endpoint has none.</returns>
    /// <exception cref="ModelException">The file cannot be read or holds no key, or the variable is not set.</exception>
    public static ModelKey? Of(ModelEndpoint endpoint, Func<string, string?> variable)
    {
        if (endpoint.KeyFile is { } file) return Checked(ReadFile(endpoint, file), $"the file {file}", endpoint);
        if (endpoint.KeyVariable is not { } name) return null;
        return Checked(variable(name) ?? "", $"the variable {name}", endpoint);
    }

    public override string ToString() => "***";

    private static string ReadFile(ModelEndpoint endpoint, string file)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxFileBytes } large)
                throw new ModelException(
                    $"model provider '{endpoint.Name}': {file} has {large.Length} bytes; a key has at most {MaxFileBytes}.");
            return File.ReadAllText(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"model provider '{endpoint.Name}': its key cannot be read: {error.Message}", error);
        }
    }

    private static ModelKey Checked(string text, string source, ModelEndpoint endpoint)
    {
        var key = text.Trim();
        if (key.Length == 0) throw new ModelException($"model provider '{endpoint.Name}': {source} holds no key.");
        return key.All(c => c is > ' ' and <= '~')
            ? new ModelKey(key)
            : throw new ModelException($"model provider '{endpoint.Name}': {source} holds no key, but a text with spaces or other signs.");
    }
}
