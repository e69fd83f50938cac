namespace Hanzo.Network.Simulation.Checks;

/// <summary>An acknowledged write, and how many of those that hold it must end before it may be lost.</summary>
internal sealed class DataPromise(DataWritten write, string writer, HashSet<string> holders, int copies)
{
    private HashSet<string> _holders = holders;
    private int _copies = copies;
    private bool _writerEnded;

    public DataWritten Write { get; } = write;

    /// <summary>All that surely held it are gone: nothing is promised any more.</summary>
    public bool IsVoid => _writerEnded && _copies <= 0;

    public void Ended(string system)
    {
        if (_holders.Contains(system)) _copies--;
        if (system == writer) _writerEnded = true;
    }

    /// <summary>By now every one of these holds it.</summary>
    public void HeldByAll(HashSet<string> systems)
    {
        (_holders, _copies, _writerEnded) = (systems, systems.Count, !systems.Contains(writer));
    }
}
