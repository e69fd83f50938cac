namespace Hanzo.Network.Node.Local;

/// <summary>Where the nodes of this machine keep their data: one folder per network, one per node in it.</summary>
internal sealed record DataRoot(string Path)
{
    private const string FolderName = "hanzo";

    /// <param name="chosen">What the user set; null for the platform's place for user data.</param>
    public static DataRoot Of(string? chosen) => new(System.IO.Path.GetFullPath(chosen ?? PlatformDefault()));

    public string NetworkFolder(string network) => System.IO.Path.Combine(Path, network);

    public string NodeFolder(string network, string nodeId) => System.IO.Path.Combine(Path, network, nodeId);

    private static string PlatformDefault()
    {
        // LocalApplicationData is XDG_DATA_HOME or ~/.local/share on Linux, %LOCALAPPDATA% on Windows and
        // ~/Library/Application Support on macOS. Without a home it is empty.
        var folder = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        return System.IO.Path.Combine(folder.Length > 0 ? folder : System.IO.Path.GetTempPath(), FolderName);
    }
}
