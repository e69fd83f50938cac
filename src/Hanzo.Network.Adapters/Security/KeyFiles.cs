using System.Text;
using Hanzo.Network.Adapters.Files;

namespace Hanzo.Network.Adapters.Security;

/// <summary>Files that hold keys: for their owner alone, and whole or not there.</summary>
internal static class KeyFiles
{
    public const int MaxBytes = 1024 * 1024;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>And those above it that are missing.</summary>
    /// <exception cref="KeyStoreException">It cannot be made.</exception>
    public static void CreateFolder(string path) => Guard(path, "cannot be created", () =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnersFolder));

    /// <summary>Takes the place of one that is there at once, as a whole.</summary>
    /// <exception cref="KeyStoreException">It cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<byte> bytes) => Guard(path, "cannot be written", () =>
    {
        WholeFile.Write(path, bytes.Span, isDurable: true, OwnerOnly);
        return true;
    });

    public static void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <returns>Null: there is none.</returns>
    /// <exception cref="KeyStoreException">It cannot be read, is too large, or should be for its owner alone and is not.</exception>
    public static byte[]? Find(string path, bool isSecret) => Guard(path, "cannot be read", () =>
    {
        var file = new FileInfo(path);
        if (!file.Exists) return null;
        if (file.Length > MaxBytes) throw new KeyStoreException($"{path} has {file.Length} bytes; at most {MaxBytes} are read.");
        if (isSecret) RequireOwnerOnly(path);
        return File.ReadAllBytes(path);
    });

    /// <summary>Whoever may write in a folder could put other keys in the place of those.</summary>
    /// <exception cref="KeyStoreException">Others than its owner may write in it.</exception>
    public static void RequireOwnersFolder(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = Guard(path, "cannot be looked at", () => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
        if ((mode & OthersWrite) != 0)
            throw new KeyStoreException($"{path} may be changed by others (mode {Octal(mode)}); run: chmod go-w '{path}'");
    }

    /// <exception cref="KeyStoreException">What went wrong with the file or folder.</exception>
    public static T Guard<T>(string path, string what, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeyStoreException($"{path} {what}: {e.Message}", e);
        }
    }

    private static void RequireOwnerOnly(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(path);
        if ((mode & Others) != 0)
            throw new KeyStoreException($"{path} holds a key, and others may read it (mode {Octal(mode)}); run: chmod 600 '{path}'");
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8);
}
