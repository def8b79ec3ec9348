"""The verbs, one file each, with one public function of the same name. None prints."""
