namespace Hanzo.Network.Node.Demo;

/// <summary>
/// A folder for the time of one demo. A demo that is killed cannot remove its own; the next one does, which it knows by
/// the lock that nobody holds any more.
/// </summary>
internal sealed class DemoFolder : IDisposable
{
    private const string Prefix = "hanzo-demo-";
    private const string LockName = "demo.lock";
    private readonly FileStream _lock;

    private DemoFolder(string path) => (Path, _lock) = (path, Lock(path));

    public string Path { get; }

    public static DemoFolder Create()
    {
        Sweep(System.IO.Path.GetTempPath());
        return new DemoFolder(Directory.CreateTempSubdirectory(Prefix).FullName);
    }

    public void Dispose()
    {
        _lock.Dispose();
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }

    internal static void Sweep(string temporary)
    {
        foreach (var folder in Directory.GetDirectories(temporary, $"{Prefix}*"))
        {
            try
            {
                if (!File.Exists(System.IO.Path.Combine(folder, LockName))) continue; // just being made
                Lock(folder).Dispose();
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // In use, or somebody else's.
            }
        }
    }

    private static FileStream Lock(string folder) =>
        new(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
